export {
  type Attachment,
  type Audio,
  audio,
  type File,
  file,
  type Image,
  image,
  type Video,
  video,
} from "./attachments.ts";
export { type CustomEvent, customEvent, type UrlLoadedEvent, urlLoadedEvent } from "./events.ts";
export {
  type IncomingMessage,
  incomingMessage,
  type ReplyToActionToMessage,
  replyToActionToMessage,
} from "./incoming-message.ts";
export type { Input } from "./registry.ts";
