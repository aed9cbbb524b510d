import type { SendTextAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Says one of its texts. */
export const sendText: Rule<SendTextAction> = ({ alternatives }, { random }) => {
  const index = Math.min(Math.floor(random() * alternatives.length), alternatives.length - 1);
  return { says: alternatives[index] ?? "" };
};
