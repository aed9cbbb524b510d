import {
  constant,
  type InitOf,
  list,
  type ModelOf,
  object,
  oneOf,
  orUnknown,
  text,
} from "../fields.ts";
import { build, defineSchema } from "../schema.ts";
import { buttonActionSchemas } from "./button-actions.ts";

const quickReplyFields = {
  title: text({ min: 1, max: 60, clean: ["normalize", "html"] }),
  action: orUnknown(oneOf(buttonActionSchemas)),
  type: constant("quick_reply", { optional: true }),
};

/**
 * A reply the visitor can click.
 *
 * @example
 * ```ts
 * import type { QuickReply } from "@clustaar/schemas";
 * import { quickReply, shareAction } from "@clustaar/schemas";
 *
 * const reply: QuickReply = quickReply({ title: "Share", action: shareAction() });
 * console.log(reply.type); // "quick_reply"
 * ```
 */
export interface QuickReply extends ModelOf<typeof quickReplyFields> {}

/** What {@link quickReply} takes. */
export interface QuickReplyInit extends InitOf<typeof quickReplyFields> {}

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

const sendQuickRepliesActionFields = {
  type: constant("send_quick_replies_action"),
  message: text({ min: 1, max: 1000, clean: ["normalize", "html"] }),
  buttons: list(object(quickReplySchema), { min: 1, max: 11 }),
};

/**
 * Sends a text with replies to click.
 *
 * @example
 * ```ts
 * import type { SendQuickRepliesAction } from "@clustaar/schemas";
 * import { quickReply, sendQuickRepliesAction, shareAction } from "@clustaar/schemas";
 *
 * const action: SendQuickRepliesAction = sendQuickRepliesAction({
 *   message: "What next?",
 *   buttons: [quickReply({ title: "Share", action: shareAction() })],
 * });
 * console.log(action.type); // "send_quick_replies_action"
 * ```
 */
export interface SendQuickRepliesAction extends ModelOf<typeof sendQuickRepliesActionFields> {}

/** What {@link sendQuickRepliesAction} takes. */
export interface SendQuickRepliesActionInit extends InitOf<typeof sendQuickRepliesActionFields> {}

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
