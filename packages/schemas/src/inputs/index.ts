export {
  type Attachment,
  type AudioAttachment,
  type AudioAttachmentInit,
  audio,
  type FileAttachment,
  type FileAttachmentInit,
  file,
  type ImageAttachment,
  type ImageAttachmentInit,
  image,
  type VideoAttachment,
  type VideoAttachmentInit,
  video,
} from "./attachments.ts";
export {
  type CustomEventInput,
  type CustomEventInputInit,
  customEvent,
  type UrlLoadedEvent,
  type UrlLoadedEventInit,
  urlLoadedEvent,
} from "./events.ts";
export {
  type IncomingMessage,
  type IncomingMessageInit,
  incomingMessage,
  type ReplyToActionToMessage,
  type ReplyToActionToMessageInit,
  replyToActionToMessage,
} from "./incoming-message.ts";
export type { Input } from "./registry.ts";
