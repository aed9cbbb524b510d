import { constant, dict, type Extra, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link sendJsEventAction}. */
export const fields = {
  /** Always `send_js_event_action`. */
  type: constant("send_js_event_action"),
  /** The name of the event that the page receives, 1 to 200 characters. */
  event: text({ min: 1, max: 200, clean: ["strip"] }),
  /** What comes with the event. */
  payload: dict({ optional: true, nullable: true }),
};

/** Raises an event in the page around the chat. */
export interface SendJsEventAction extends ModelOf<typeof fields>, Extra {}

/** What {@link sendJsEventAction} takes. */
export interface SendJsEventActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link SendJsEventAction}. */
export const sendJsEventActionSchema = defineSchema<"send_js_event_action", SendJsEventAction>(
  "send_js_event_action",
  fields,
);

/**
 * Raises an event in the page around the chat, with any JSON object as payload.
 *
 * @example
 * ```ts
 * import { sendJsEventAction } from "@clustaar/schemas";
 *
 * const action = sendJsEventAction({ event: "cart_opened", payload: { items: 2 } });
 * console.log(action.type); // "send_js_event_action"
 * ```
 */
export function sendJsEventAction(init: SendJsEventActionInit): SendJsEventAction {
  return build(sendJsEventActionSchema, init);
}
