import { constant, type Extra, type InitOf, list, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link sendTextAction}. */
export const fields = {
  /** Always `send_text_action`. */
  type: constant("send_text_action"),
  /** 1 to 10 wordings of 1 to 1000 characters each: the platform picks one of them at random. */
  alternatives: list(text({ min: 1, max: 1000, clean: ["normalize", "html"] }), {
    min: 1,
    max: 10,
  }),
  /** The wording that was sent, 1 to 1000 characters; set by the platform. */
  text: text({
    min: 1,
    max: 1000,
    clean: ["normalize", "html"],
    optional: true,
    omitNull: true,
    readOnly: true,
  }),
};

/** Sends one of several texts. */
export interface SendTextAction extends ModelOf<typeof fields>, Extra {}

/** What {@link sendTextAction} takes. */
export interface SendTextActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link SendTextAction}. */
export const sendTextActionSchema = defineSchema<"send_text_action", SendTextAction>(
  "send_text_action",
  fields,
);

/**
 * Sends one of 1 to 10 texts, each of 1 to 1000 characters.
 *
 * @example
 * ```ts
 * import { sendTextAction } from "@clustaar/schemas";
 *
 * const action = sendTextAction({ alternatives: ["Hello", "Hi there"] });
 * console.log(action.type); // "send_text_action"
 * ```
 */
export function sendTextAction(init: SendTextActionInit): SendTextAction {
  return build(sendTextActionSchema, init);
}
