export { type ConversationSession, conversationSession } from "./conversation-session.ts";
export { type Coordinates, coordinates, type Interlocutor, interlocutor } from "./interlocutor.ts";
export {
  notification,
  type WebhookNotification,
  type WebhookNotificationSchema,
} from "./notification.ts";
export { type Step, step } from "./step.ts";
export { type StepReached, stepReached } from "./step-reached.ts";
export { type StepReachedResponse, stepReachedResponse } from "./step-reached-response.ts";
