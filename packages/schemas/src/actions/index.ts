export {
  type AskDocumentAction,
  type AskedDocument,
  askDocumentAction,
  askedDocument,
} from "./ask-document-action.ts";
export { type AskLocationAction, askLocationAction } from "./ask-location-action.ts";
export {
  type AssignIntercomConversationAction,
  assignIntercomConversationAction,
} from "./assign-intercom-conversation-action.ts";
export { type Button, button } from "./button.ts";
export type { ButtonAction } from "./button-actions.ts";
export { type Choice, choice } from "./choice.ts";
export {
  type CloseIadvizeConversationAction,
  closeIadvizeConversationAction,
} from "./close-iadvize-conversation-action.ts";
export {
  type CloseIntercomConversationAction,
  closeIntercomConversationAction,
} from "./close-intercom-conversation-action.ts";
export {
  type CreateUserRequestAction,
  createUserRequestAction,
} from "./create-user-request-action.ts";
export {
  type CreateZendeskTicketAction,
  createZendeskTicketAction,
  type ZendeskUser,
  zendeskUser,
} from "./create-zendesk-ticket-action.ts";
export {
  type CustomerSatisfactionAction,
  type CustomerSatisfactionChoice,
  customerSatisfactionAction,
  customerSatisfactionChoice,
} from "./customer-satisfaction-action.ts";
export {
  type CustomerSatisfactionCallbackAction,
  customerSatisfactionCallbackAction,
} from "./customer-satisfaction-callback-action.ts";
export { type GoToAction, goToAction } from "./go-to-action.ts";
export {
  type GoogleCustomSearchAction,
  googleCustomSearchAction,
} from "./google-custom-search-action.ts";
export { type JumpToAction, jumpToAction } from "./jump-to-action.ts";
export {
  type DocumentAttachment,
  documentAttachment,
  type LegacyReplyToMessageAction,
  legacyReplyToMessageAction,
} from "./legacy-reply-to-message-action.ts";
export { type OpenUrlAction, openUrlAction } from "./open-url-action.ts";
export { type OpenUrlButton, openUrlButton } from "./open-url-button.ts";
export { type PauseBotAction, pauseBotAction } from "./pause-bot-action.ts";
export type { Action } from "./registry.ts";
export { type Section, section } from "./section.ts";
export {
  type AiTaskBehavior,
  type AiTaskEngine,
  aiTaskBehavior,
  aiTaskEngine,
  type SendAiTaskAction,
  sendAiTaskAction,
} from "./send-ai-task-action.ts";
export { type Card, card, type SendCardsAction, sendCardsAction } from "./send-cards-action.ts";
export { type SendChoicesListAction, sendChoicesListAction } from "./send-choices-list-action.ts";
export { type SendEmailAction, sendEmailAction } from "./send-email-action.ts";
export { type SendImageAction, sendImageAction } from "./send-image-action.ts";
export { type SendJsEventAction, sendJsEventAction } from "./send-js-event-action.ts";
export {
  type QuickReply,
  quickReply,
  type SendQuickRepliesAction,
  sendQuickRepliesAction,
} from "./send-quick-replies-action.ts";
export {
  type SendSimpleCardsAction,
  type SimpleCard,
  sendSimpleCardsAction,
  simpleCard,
} from "./send-simple-cards-action.ts";
export { type SendTextAction, sendTextAction } from "./send-text-action.ts";
export {
  type RequestField,
  requestField,
  type SendWebhookRequestAction,
  sendWebhookRequestAction,
} from "./send-webhook-request-action.ts";
export {
  type SetUserAttributeAction,
  setUserAttributeAction,
} from "./set-user-attribute-action.ts";
export { type ShareAction, shareAction } from "./share-action.ts";
export {
  type StoreSessionValueAction,
  storeSessionValueAction,
} from "./store-session-value-action.ts";
export {
  type IadvizeDistributionRule,
  iadvizeDistributionRule,
  type TransferIadvizeConversationAction,
  transferIadvizeConversationAction,
} from "./transfer-iadvize-conversation-action.ts";
export { type WaitAction, waitAction } from "./wait-action.ts";
