export {
  type Attachment,
  type AudioAttachment,
  audio,
  type FileAttachment,
  file,
  type ImageAttachment,
  image,
  type VideoAttachment,
  video,
} from "./attachments.ts";
export {
  type CustomEventInput,
  customEvent,
  type UrlLoadedEvent,
  urlLoadedEvent,
} from "./events.ts";
export {
  type IncomingMessage,
  incomingMessage,
  type ReplyToActionToMessage,
  replyToActionToMessage,
} from "./incoming-message.ts";
export type { Input } from "./registry.ts";
