import type { PauseBotAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Silences the bot: it answers no messages from now on. */
export const pauseBot: Rule<PauseBotAction> = () => ({ pauses: true, note: "pauses the bot" });
