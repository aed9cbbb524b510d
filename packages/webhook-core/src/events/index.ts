export {
  type AnswerOf,
  type AnyEvent,
  defineEvent,
  type EventDefinition,
  events,
  type PayloadOf,
  type Topic,
  type TopicMap,
  type WireOf,
} from "./events.ts";
