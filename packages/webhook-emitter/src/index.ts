// Emitter

export {
  type CheckedWebhook,
  type CheckWebhooksOptions,
  checkWebhooks,
} from "./config/check-webhooks.ts";
export type { SignatureMode } from "./config/settings.ts";
export type { OwnEventName } from "./delivery/health.ts";
export type { WebhookSource } from "./emitter/active-webhook.ts";
export type { ChannelMessage, Channels } from "./emitter/channels.ts";
export { createEmitter } from "./emitter/create-emitter.ts";
export type { EmitterOptions, WebhookInput } from "./emitter/emitter-options.ts";
export type { DeliveriesApi, Emitter, ListOptions, OwnEvent } from "./emitter/emitter-types.ts";
export type { Explanation } from "./emitter/explain.ts";
export type { PublishOptions } from "./emitter/publisher.ts";
export type { WebhookView } from "./emitter/webhook-view.ts";
export type { SentNow, TriggerOptions, WebhooksApi } from "./emitter/webhooks-api.ts";
export type { Clock } from "./internal/clock.ts";
export type { Log, LogEntry } from "./internal/log.ts";
// Responder
export {
  amend,
  cancel,
  createResponder,
  type Responder,
  type ResponderAnswer,
  type ResponderContext,
  type ResponderHandler,
  type ResponderOptions,
} from "./responder/create-responder.ts";
export type { Resolve } from "./transport/connector.ts";
// Events

// Errors
export {
  EmitterError,
  type EmitterErrorCode,
  type EmitterIssue,
  emitterErrorTable,
} from "./errors.ts";
export { CancelEventError } from "./events/cancel-event-error.ts";
export type { CatalogueEntry } from "./events/catalogue.ts";
export { createEvents, type Events } from "./events/create-events.ts";
export type * from "./events/event-types.ts";
// Stores
export {
  type MemoryEmitterStoreOptions,
  memoryEmitterStore,
} from "./stores/memory/memory-store.ts";
export { openStore } from "./stores/open-store.ts";
export {
  type DrizzleTransaction,
  fromDrizzle,
  fromKnex,
  fromKysely,
  fromPrisma,
  type KnexTransaction,
  type KyselyTransaction,
  type PrismaTransaction,
  type SqlExecutor,
} from "./stores/postgres/executors.ts";
export * from "./stores/records.ts";
export type {
  ClaimRequest,
  ClaimResult,
  EmitterStore,
  Rate,
  Settled,
  StoreHost,
} from "./stores/store.ts";
