import { constant, type Extra, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";
import { anyButtonAction } from "./button-actions.ts";

/** The fields of {@link quickReply}. */
export const quickReplyFields = {
  /** What the reply says, 1 to 60 characters. */
  title: text({ min: 1, max: 60, clean: ["normalize", "html"] }),
  /** What a click does. */
  action: anyButtonAction,
  /** Always `quick_reply`. */
  type: constant("quick_reply", { optional: true }),
};

/** A reply the visitor can click. */
export interface QuickReply extends ModelOf<typeof quickReplyFields>, Extra {}

/** What {@link quickReply} takes. */
export interface QuickReplyInit extends InitOf<typeof quickReplyFields>, Extra {}

/** The wire schema of {@link QuickReply}. */
export const quickReplySchema = defineSchema<"quick_reply", QuickReply>(
  "quick_reply",
  quickReplyFields,
);

/**
 * A reply the visitor can click: a title of 1 to 60 characters and what it does.
 *
 * @example
 * ```ts
 * import { quickReply, shareAction } from "@clustaar/schemas";
 *
 * const reply = quickReply({ title: "Share", action: shareAction() });
 * console.log(reply.type); // "quick_reply"
 * ```
 */
export function quickReply(init: QuickReplyInit): QuickReply {
  return build(quickReplySchema, init);
}

/** The fields of {@link sendQuickRepliesAction}. */
export const sendQuickRepliesActionFields = {
  /** Always `send_quick_replies_action`. */
  type: constant("send_quick_replies_action"),
  /** What the visitor reads above the replies, 1 to 1000 characters. */
  message: text({ min: 1, max: 1000, clean: ["normalize", "html"] }),
  /** The replies to pick from, 1 to 11. */
  buttons: list(object(quickReplySchema), { min: 1, max: 11 }),
};

/** Sends a text with replies to click. */
export interface SendQuickRepliesAction
  extends ModelOf<typeof sendQuickRepliesActionFields>,
    Extra {}

/** What {@link sendQuickRepliesAction} takes. */
export interface SendQuickRepliesActionInit
  extends InitOf<typeof sendQuickRepliesActionFields>,
    Extra {}

/** The wire schema of {@link SendQuickRepliesAction}. */
export const sendQuickRepliesActionSchema = defineSchema<
  "send_quick_replies_action",
  SendQuickRepliesAction
>("send_quick_replies_action", sendQuickRepliesActionFields);

/**
 * Sends a text with 1 to 11 replies to click.
 *
 * @example
 * ```ts
 * import { quickReply, sendQuickRepliesAction, shareAction } from "@clustaar/schemas";
 *
 * const action = sendQuickRepliesAction({
 *   message: "What next?",
 *   buttons: [quickReply({ title: "Share", action: shareAction() })],
 * });
 * console.log(action.type); // "send_quick_replies_action"
 * ```
 */
export function sendQuickRepliesAction(init: SendQuickRepliesActionInit): SendQuickRepliesAction {
  return build(sendQuickRepliesActionSchema, init);
}
