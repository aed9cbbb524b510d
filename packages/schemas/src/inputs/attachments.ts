import {
  constant,
  type Extra,
  type Field,
  type InitOf,
  type ModelOf,
  oneOf,
  orUnknown,
  text,
  type Unknown,
} from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const fileFields = {
  /** Always `file`. */
  type: constant("file"),
  /** Where the file is. */
  url: text(),
};

/** A file that came with a message. */
export interface FileAttachment extends ModelOf<typeof fileFields>, Extra {}

/** What {@link file} takes. */
export interface FileAttachmentInit extends InitOf<typeof fileFields>, Extra {}

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
  /** Always `audio`. */
  type: constant("audio"),
  /** Where the recording is. */
  url: text(),
};

/** An audio recording that came with a message. */
export interface AudioAttachment extends ModelOf<typeof audioFields>, Extra {}

/** What {@link audio} takes. */
export interface AudioAttachmentInit extends InitOf<typeof audioFields>, Extra {}

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
  /** Always `video`. */
  type: constant("video"),
  /** Where the video is. */
  url: text(),
};

/** A video that came with a message. */
export interface VideoAttachment extends ModelOf<typeof videoFields>, Extra {}

/** What {@link video} takes. */
export interface VideoAttachmentInit extends InitOf<typeof videoFields>, Extra {}

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
  /** Always `image`. */
  type: constant("image"),
  /** Where the image is. */
  url: text(),
};

/** An image that came with a message. */
export interface ImageAttachment extends ModelOf<typeof imageFields>, Extra {}

/** What {@link image} takes. */
export interface ImageAttachmentInit extends InitOf<typeof imageFields>, Extra {}

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

/** What may come with a message. */
export type Attachment =
  | FileAttachment
  | AudioAttachment
  | VideoAttachment
  | ImageAttachment
  | Unknown;

/** Any attachment: named, so that messages say `Attachment`. */
export const anyAttachment: Field<Attachment> = orUnknown(oneOf(attachmentSchemas));
