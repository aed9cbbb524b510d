import type { SendAiTaskAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Hands the conversation to an AI task; here none runs. */
export const sendAiTask: Rule<SendAiTaskAction> = ({ engine, behaviors }) => {
  const names = behaviors.map(({ name }) => name).join(", ");
  return { note: `starts the AI task ${engine.name}${names ? ` (${names})` : ""}` };
};
