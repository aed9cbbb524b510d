import { constant, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("send_image_action"),
  alt: text({ max: 500, optional: true, nullable: true }),
  imageURL: text({ as: "imageUrl", max: 500, url: "web", clean: ["strip", "html"] }),
};

/**
 * Sends an image.
 *
 * @example
 * ```ts
 * import type { SendImageAction } from "@clustaar/schemas";
 * import { sendImageAction } from "@clustaar/schemas";
 *
 * const action: SendImageAction = sendImageAction({ imageUrl: "https://example.com/cat.png", alt: "A cat" });
 * console.log(action.type); // "send_image_action"
 * ```
 */
export interface SendImageAction extends ModelOf<typeof fields> {}

/** What {@link sendImageAction} takes. */
export interface SendImageActionInit extends InitOf<typeof fields> {}

/** The wire schema of {@link SendImageAction}. */
export const sendImageActionSchema = defineSchema<"send_image_action", SendImageAction>(
  "send_image_action",
  fields,
);

/**
 * Sends an image by its http or https URL.
 *
 * @example
 * ```ts
 * import { sendImageAction } from "@clustaar/schemas";
 *
 * const action = sendImageAction({ imageUrl: "https://example.com/cat.png", alt: "A cat" });
 * console.log(action.type); // "send_image_action"
 * ```
 */
export function sendImageAction(init: SendImageActionInit): SendImageAction {
  return build(sendImageActionSchema, init);
}
