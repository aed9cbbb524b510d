import { constant, type Extra, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link requestField}. */
export const requestFieldFields = {
  /** Always `webhook_request_field`. */
  type: constant("webhook_request_field"),
  /** The field's name: 1 to 100 letters, digits and underscores. */
  key: text({ min: 1, max: 100, pattern: patterns.key }),
  /** The field's value, 1 to 2048 characters. */
  value: text({ min: 1, max: 2048 }),
};

/** One field of a webhook call. */
export interface RequestField extends ModelOf<typeof requestFieldFields>, Extra {}

/** What {@link requestField} takes. */
export interface RequestFieldInit extends InitOf<typeof requestFieldFields>, Extra {}

/** The wire schema of {@link RequestField}. */
export const webhookRequestFieldSchema = defineSchema<"webhook_request_field", RequestField>(
  "webhook_request_field",
  requestFieldFields,
);

/**
 * One field of a webhook call: a key of letters, digits and underscores, and up to 2048 characters.
 *
 * @example
 * ```ts
 * import { requestField } from "@clustaar/schemas";
 *
 * const field = requestField({ key: "color", value: "red" });
 * console.log(field.type); // "webhook_request_field"
 * ```
 */
export function requestField(init: RequestFieldInit): RequestField {
  return build(webhookRequestFieldSchema, init);
}

/** The fields of {@link sendWebhookRequestAction}. */
export const sendWebhookRequestActionFields = {
  /** Always `send_webhook_request_action`. */
  type: constant("send_webhook_request_action"),
  /** The address to call, 1 to 500 characters. */
  url: text({ min: 1, max: 500, whole: true, clean: ["strip"] }),
  /** What the call is for, up to 500 characters. */
  description: text({ min: 0, max: 500 }),
  /** What kind of service is called. */
  service: text({ oneOf: ["custom", "zapier"] }),
  /** What is sent along: up to 100 fields. */
  fields: list(object(webhookRequestFieldSchema), { max: 100 }),
};

/** Calls a webhook. */
export interface SendWebhookRequestAction
  extends ModelOf<typeof sendWebhookRequestActionFields>,
    Extra {}

/** What {@link sendWebhookRequestAction} takes. */
export interface SendWebhookRequestActionInit
  extends InitOf<typeof sendWebhookRequestActionFields>,
    Extra {}

/** The wire schema of {@link SendWebhookRequestAction}. */
export const sendWebhookRequestActionSchema = defineSchema<
  "send_webhook_request_action",
  SendWebhookRequestAction
>("send_webhook_request_action", sendWebhookRequestActionFields);

/**
 * Calls a webhook with up to 100 fields.
 *
 * @example
 * ```ts
 * import { requestField, sendWebhookRequestAction } from "@clustaar/schemas";
 *
 * const action = sendWebhookRequestAction({
 *   url: "https://example.com/hook",
 *   description: "Tell the shop",
 *   service: "custom",
 *   fields: [requestField({ key: "color", value: "red" })],
 * });
 * console.log(action.type); // "send_webhook_request_action"
 * ```
 */
export function sendWebhookRequestAction(
  init: SendWebhookRequestActionInit,
): SendWebhookRequestAction {
  return build(sendWebhookRequestActionSchema, init);
}
