export {
  type ConversationSession,
  type ConversationSessionInit,
  conversationSession,
} from "./conversation-session.ts";
export {
  type Coordinates,
  type CoordinatesInit,
  coordinates,
  type Interlocutor,
  type InterlocutorInit,
  interlocutor,
} from "./interlocutor.ts";
export {
  notification,
  type WebhookNotification,
  type WebhookNotificationInit,
  type WebhookNotificationSchema,
} from "./notification.ts";
export { type Step, type StepInit, step } from "./step.ts";
export { type StepReached, type StepReachedInit, stepReached } from "./step-reached.ts";
export {
  type StepReachedResponse,
  type StepReachedResponseInit,
  stepReachedResponse,
} from "./step-reached-response.ts";
