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
 * import type { File } from "@clustaar/schemas";
 * import { file } from "@clustaar/schemas";
 *
 * const attachment: File = file({ url: "https://example.com/order.pdf" });
 * console.log(attachment.type); // "file"
 * ```
 */
export interface File extends ModelOf<typeof fileFields> {}

/** What {@link file} takes. */
export interface FileInit extends InitOf<typeof fileFields> {}

/** The wire schema of {@link File}. */
export const fileSchema = defineSchema<"file", File>("file", fileFields);

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
export function file(init: FileInit): File {
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
 * import type { Audio } from "@clustaar/schemas";
 * import { audio } from "@clustaar/schemas";
 *
 * const attachment: Audio = audio({ url: "https://example.com/hello.mp3" });
 * console.log(attachment.type); // "audio"
 * ```
 */
export interface Audio extends ModelOf<typeof audioFields> {}

/** What {@link audio} takes. */
export interface AudioInit extends InitOf<typeof audioFields> {}

/** The wire schema of {@link Audio}. */
export const audioSchema = defineSchema<"audio", Audio>("audio", audioFields);

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
export function audio(init: AudioInit): Audio {
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
 * import type { Video } from "@clustaar/schemas";
 * import { video } from "@clustaar/schemas";
 *
 * const attachment: Video = video({ url: "https://example.com/tour.mp4" });
 * console.log(attachment.type); // "video"
 * ```
 */
export interface Video extends ModelOf<typeof videoFields> {}

/** What {@link video} takes. */
export interface VideoInit extends InitOf<typeof videoFields> {}

/** The wire schema of {@link Video}. */
export const videoSchema = defineSchema<"video", Video>("video", videoFields);

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
export function video(init: VideoInit): Video {
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
 * import type { Image } from "@clustaar/schemas";
 * import { image } from "@clustaar/schemas";
 *
 * const attachment: Image = image({ url: "https://example.com/cat.png" });
 * console.log(attachment.type); // "image"
 * ```
 */
export interface Image extends ModelOf<typeof imageFields> {}

/** What {@link image} takes. */
export interface ImageInit extends InitOf<typeof imageFields> {}

/** The wire schema of {@link Image}. */
export const imageSchema = defineSchema<"image", Image>("image", imageFields);

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
export function image(init: ImageInit): Image {
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
export type Attachment = File | Audio | Video | Image | Unknown;
