import type { WaitAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Moves the conversation's clock; nobody really waits. */
export const wait: Rule<WaitAction> = ({ duration }) => ({
  waits: duration * 1000,
  note: `waits ${duration} s`,
});
