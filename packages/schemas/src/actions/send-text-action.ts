import { constant, type InitOf, list, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("send_text_action"),
  alternatives: list(text({ min: 1, max: 1000, clean: ["normalize", "html"] }), {
    min: 1,
    max: 10,
  }),
  text: text({
    min: 1,
    max: 1000,
    clean: ["normalize", "html"],
    optional: true,
    omitNull: true,
    readOnly: true,
  }),
};

/**
 * Sends one of several texts.
 *
 * @example
 * ```ts
 * import type { SendTextAction } from "@clustaar/schemas";
 * import { sendTextAction } from "@clustaar/schemas";
 *
 * const action: SendTextAction = sendTextAction({ alternatives: ["Hello", "Hi there"] });
 * console.log(action.type); // "send_text_action"
 * ```
 */
export interface SendTextAction extends ModelOf<typeof fields> {}

/** What {@link sendTextAction} takes. */
export interface SendTextActionInit extends InitOf<typeof fields> {}

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
