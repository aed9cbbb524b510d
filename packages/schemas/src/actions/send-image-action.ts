import { constant, type Extra, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link sendImageAction}. */
export const fields = {
  /** Always `send_image_action`. */
  type: constant("send_image_action"),
  /** What the image shows, for those who cannot see it, up to 500 characters. */
  alt: text({ max: 500, optional: true, nullable: true }),
  /** The image: an http or https URL of up to 500 characters (`imageURL` on the wire). */
  imageUrl: text({ wire: "imageURL", max: 500, url: "web", clean: ["strip", "html"] }),
};

/** Sends an image. */
export interface SendImageAction extends ModelOf<typeof fields>, Extra {}

/** What {@link sendImageAction} takes. */
export interface SendImageActionInit extends InitOf<typeof fields>, Extra {}

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
