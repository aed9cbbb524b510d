export {
  type AskDocumentAction,
  type AskDocumentActionInit,
  type AskedDocument,
  type AskedDocumentInit,
  askDocumentAction,
  askedDocument,
} from "./ask-document-action.ts";
export {
  type AskLocationAction,
  type AskLocationActionInit,
  askLocationAction,
} from "./ask-location-action.ts";
export {
  type AssignIntercomConversationAction,
  type AssignIntercomConversationActionInit,
  assignIntercomConversationAction,
} from "./assign-intercom-conversation-action.ts";
export { type Button, type ButtonInit, button } from "./button.ts";
export type { ButtonAction } from "./button-actions.ts";
export { type Choice, type ChoiceInit, choice } from "./choice.ts";
export {
  type CloseIadvizeConversationAction,
  type CloseIadvizeConversationActionInit,
  closeIadvizeConversationAction,
} from "./close-iadvize-conversation-action.ts";
export {
  type CloseIntercomConversationAction,
  type CloseIntercomConversationActionInit,
  closeIntercomConversationAction,
} from "./close-intercom-conversation-action.ts";
export {
  type CreateUserRequestAction,
  type CreateUserRequestActionInit,
  createUserRequestAction,
} from "./create-user-request-action.ts";
export {
  type CreateZendeskTicketAction,
  type CreateZendeskTicketActionInit,
  createZendeskTicketAction,
  type ZendeskUser,
  type ZendeskUserInit,
  zendeskUser,
} from "./create-zendesk-ticket-action.ts";
export {
  type CustomerSatisfactionAction,
  type CustomerSatisfactionActionInit,
  type CustomerSatisfactionChoice,
  type CustomerSatisfactionChoiceInit,
  customerSatisfactionAction,
  customerSatisfactionChoice,
} from "./customer-satisfaction-action.ts";
export {
  type CustomerSatisfactionCallbackAction,
  type CustomerSatisfactionCallbackActionInit,
  customerSatisfactionCallbackAction,
} from "./customer-satisfaction-callback-action.ts";
export { type GoToAction, type GoToActionInit, goToAction } from "./go-to-action.ts";
export {
  type GoogleCustomSearchAction,
  type GoogleCustomSearchActionInit,
  googleCustomSearchAction,
} from "./google-custom-search-action.ts";
export { type JumpToAction, type JumpToActionInit, jumpToAction } from "./jump-to-action.ts";
export {
  type DocumentAttachment,
  type DocumentAttachmentInit,
  documentAttachment,
  type LegacyReplyToMessageAction,
  type LegacyReplyToMessageActionInit,
  legacyReplyToMessageAction,
} from "./legacy-reply-to-message-action.ts";
export { type OpenUrlAction, type OpenUrlActionInit, openUrlAction } from "./open-url-action.ts";
export { type OpenUrlButton, type OpenUrlButtonInit, openUrlButton } from "./open-url-button.ts";
export {
  type PauseBotAction,
  type PauseBotActionInit,
  pauseBotAction,
} from "./pause-bot-action.ts";
export type { Action } from "./registry.ts";
export { type Section, type SectionInit, section } from "./section.ts";
export {
  type AiTaskBehavior,
  type AiTaskBehaviorInit,
  type AiTaskEngine,
  type AiTaskEngineInit,
  aiTaskBehavior,
  aiTaskEngine,
  type SendAiTaskAction,
  type SendAiTaskActionInit,
  sendAiTaskAction,
} from "./send-ai-task-action.ts";
export {
  type Card,
  type CardInit,
  card,
  type SendCardsAction,
  type SendCardsActionInit,
  sendCardsAction,
} from "./send-cards-action.ts";
export {
  type SendChoicesListAction,
  type SendChoicesListActionInit,
  sendChoicesListAction,
} from "./send-choices-list-action.ts";
export {
  type SendEmailAction,
  type SendEmailActionInit,
  sendEmailAction,
} from "./send-email-action.ts";
export {
  type SendImageAction,
  type SendImageActionInit,
  sendImageAction,
} from "./send-image-action.ts";
export {
  type SendJsEventAction,
  type SendJsEventActionInit,
  sendJsEventAction,
} from "./send-js-event-action.ts";
export {
  type QuickReply,
  type QuickReplyInit,
  quickReply,
  type SendQuickRepliesAction,
  type SendQuickRepliesActionInit,
  sendQuickRepliesAction,
} from "./send-quick-replies-action.ts";
export {
  type SendSimpleCardsAction,
  type SendSimpleCardsActionInit,
  type SimpleCard,
  type SimpleCardInit,
  sendSimpleCardsAction,
  simpleCard,
} from "./send-simple-cards-action.ts";
export {
  type SendTextAction,
  type SendTextActionInit,
  sendTextAction,
} from "./send-text-action.ts";
export {
  type RequestField,
  type RequestFieldInit,
  requestField,
  type SendWebhookRequestAction,
  type SendWebhookRequestActionInit,
  sendWebhookRequestAction,
} from "./send-webhook-request-action.ts";
export {
  type SetUserAttributeAction,
  type SetUserAttributeActionInit,
  setUserAttributeAction,
} from "./set-user-attribute-action.ts";
export { type ShareAction, type ShareActionInit, shareAction } from "./share-action.ts";
export {
  type StoreSessionValueAction,
  type StoreSessionValueActionInit,
  storeSessionValueAction,
} from "./store-session-value-action.ts";
export {
  type IadvizeDistributionRule,
  type IadvizeDistributionRuleInit,
  iadvizeDistributionRule,
  type TransferIadvizeConversationAction,
  type TransferIadvizeConversationActionInit,
  transferIadvizeConversationAction,
} from "./transfer-iadvize-conversation-action.ts";
export { type WaitAction, type WaitActionInit, waitAction } from "./wait-action.ts";
