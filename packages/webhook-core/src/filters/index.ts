export { channel } from "./channel.ts";
export { all, any, not } from "./combine.ts";
export { inputType } from "./input-type.ts";
export { jsonKeyEquals, jsonKeyExists, jsonKeyIn } from "./json-key.ts";
export { sessionValue } from "./session-value.ts";
export { stepId } from "./step-id.ts";
export { text } from "./text.ts";
export type { AnyFilter, CombinedFilter, Filter, JsonFilter } from "./types.ts";
export { type UserInputMatch, userInput } from "./user-input.ts";
export type { JsonObject, KnownWire, NotificationWire } from "./wire/notification-wire.ts";
export type {
  AttachmentWire,
  CoordinatesWire,
  InputWire,
  InterlocutorWire,
  SessionWire,
  StepReachedWire,
  StepWire,
  TargetWire,
} from "./wire/step-reached-wire.ts";
export type { JsonExpression, WirePath } from "./wire/wire-path.ts";
