import { constant, type InitOf, type ModelOf, text, type Unknown } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fileFields = {
  type: constant("file"),
  url: text(),
};

/**
 * A file that came with a message.
 *
 * @example
 * ```ts
 * import type { FileAttachment } from "@clustaar/schemas";
 * import { file } from "@clustaar/schemas";
 *
 * const attachment: FileAttachment = file({ url: "https://example.com/order.pdf" });
 * console.log(attachment.type); // "file"
 * ```
 */
export interface FileAttachment extends ModelOf<typeof fileFields> {}

/** What {@link file} takes. */
export interface FileAttachmentInit extends InitOf<typeof fileFields> {}

/** The wire schema of {@link FileAttachment}. */
export const fileSchema = defineSchema<"file", FileAttachment>("file", fileFields);

/**
 * A file that comes with a message.
 *
 * @example
 * ```ts
 * import { file } from "@clustaar/schemas";
 *
 * const attachment = file({ url: "https://example.com/order.pdf" });
 * console.log(attachment.type); // "file"
 * ```
 */
export function file(init: FileAttachmentInit): FileAttachment {
  return build(fileSchema, init);
}

const audioFields = {
  type: constant("audio"),
  url: text(),
};

/**
 * An audio recording that came with a message.
 *
 * @example
 * ```ts
 * import type { AudioAttachment } from "@clustaar/schemas";
 * import { audio } from "@clustaar/schemas";
 *
 * const attachment: AudioAttachment = audio({ url: "https://example.com/hello.mp3" });
 * console.log(attachment.type); // "audio"
 * ```
 */
export interface AudioAttachment extends ModelOf<typeof audioFields> {}

/** What {@link audio} takes. */
export interface AudioAttachmentInit extends InitOf<typeof audioFields> {}

/** The wire schema of {@link AudioAttachment}. */
export const audioSchema = defineSchema<"audio", AudioAttachment>("audio", audioFields);

/**
 * An audio recording that comes with a message.
 *
 * @example
 * ```ts
 * import { audio } from "@clustaar/schemas";
 *
 * const attachment = audio({ url: "https://example.com/hello.mp3" });
 * console.log(attachment.type); // "audio"
 * ```
 */
export function audio(init: AudioAttachmentInit): AudioAttachment {
  return build(audioSchema, init);
}

const videoFields = {
  type: constant("video"),
  url: text(),
};

/**
 * A video that came with a message.
 *
 * @example
 * ```ts
 * import type { VideoAttachment } from "@clustaar/schemas";
 * import { video } from "@clustaar/schemas";
 *
 * const attachment: VideoAttachment = video({ url: "https://example.com/tour.mp4" });
 * console.log(attachment.type); // "video"
 * ```
 */
export interface VideoAttachment extends ModelOf<typeof videoFields> {}

/** What {@link video} takes. */
export interface VideoAttachmentInit extends InitOf<typeof videoFields> {}

/** The wire schema of {@link VideoAttachment}. */
export const videoSchema = defineSchema<"video", VideoAttachment>("video", videoFields);

/**
 * A video that comes with a message.
 *
 * @example
 * ```ts
 * import { video } from "@clustaar/schemas";
 *
 * const attachment = video({ url: "https://example.com/tour.mp4" });
 * console.log(attachment.type); // "video"
 * ```
 */
export function video(init: VideoAttachmentInit): VideoAttachment {
  return build(videoSchema, init);
}

const imageFields = {
  type: constant("image"),
  url: text(),
};

/**
 * An image that came with a message.
 *
 * @example
 * ```ts
 * import type { ImageAttachment } from "@clustaar/schemas";
 * import { image } from "@clustaar/schemas";
 *
 * const attachment: ImageAttachment = image({ url: "https://example.com/cat.png" });
 * console.log(attachment.type); // "image"
 * ```
 */
export interface ImageAttachment extends ModelOf<typeof imageFields> {}

/** What {@link image} takes. */
export interface ImageAttachmentInit extends InitOf<typeof imageFields> {}

/** The wire schema of {@link ImageAttachment}. */
export const imageSchema = defineSchema<"image", ImageAttachment>("image", imageFields);

/**
 * An image that comes with a message.
 *
 * @example
 * ```ts
 * import { image } from "@clustaar/schemas";
 *
 * const attachment = image({ url: "https://example.com/cat.png" });
 * console.log(attachment.type); // "image"
 * ```
 */
export function image(init: ImageAttachmentInit): ImageAttachment {
  return build(imageSchema, init);
}

/** Every schema a {@link Attachment} may have. */
export const attachmentSchemas = [fileSchema, audioSchema, videoSchema, imageSchema] as const;

/**
 * What may come with a message.
 *
 * @example
 * ```ts
 * import type { Attachment } from "@clustaar/schemas";
 * import { image } from "@clustaar/schemas";
 *
 * const attachment: Attachment = image({ url: "https://example.com/cat.png" });
 * console.log(attachment.type); // "image"
 * ```
 */
export type Attachment =
  | FileAttachment
  | AudioAttachment
  | VideoAttachment
  | ImageAttachment
  | Unknown;
