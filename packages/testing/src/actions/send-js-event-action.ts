import type { SendJsEventAction } from "@clustaar/webhook-core";
import { jsonText } from "../internal/json-text.ts";
import type { Rule } from "./outcome.ts";

/** Sends an event to the page that holds the chat; here it goes nowhere. */
export const sendJsEvent: Rule<SendJsEventAction> = ({ event, payload }) => ({
  note: `sends the page the event ${event}${payload ? ` with ${jsonText(payload)}` : ""}`,
});
