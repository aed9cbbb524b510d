// The inbox: acknowledge first, handle later. On the emitter's stores, and its loop.

export { EmitterError, type EmitterErrorCode } from "../errors.ts";
export type { Clock } from "../internal/clock.ts";
export type { Log, LogEntry } from "../internal/log.ts";
export { inbox } from "./inbox.ts";
export type {
  Acknowledgement,
  InboxBackoff,
  InboxIdempotency,
  InboxOptions,
} from "./inbox-options.ts";
export type {
  DeadListener,
  DeadRequest,
  Inbox,
  InboxAttempt,
  InboxFilter,
  InboxPage,
  InboxRecord,
  InboxState,
  InboxStats,
} from "./inbox-types.ts";
