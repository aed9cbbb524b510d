import { type Field, oneOf, orUnknown, type Unknown } from "../fields.ts";
import { type AskDocumentAction, askDocumentActionSchema } from "./ask-document-action.ts";
import { type AskLocationAction, askLocationActionSchema } from "./ask-location-action.ts";
import {
  type AssignIntercomConversationAction,
  assignIntercomConversationActionSchema,
} from "./assign-intercom-conversation-action.ts";
import { type Choice, choiceSchema } from "./choice.ts";
import {
  type CloseIadvizeConversationAction,
  closeIadvizeConversationActionSchema,
} from "./close-iadvize-conversation-action.ts";
import {
  type CloseIntercomConversationAction,
  closeIntercomConversationActionSchema,
} from "./close-intercom-conversation-action.ts";
import {
  type CreateUserRequestAction,
  createUserRequestActionSchema,
} from "./create-user-request-action.ts";
import {
  type CreateZendeskTicketAction,
  createZendeskTicketActionSchema,
} from "./create-zendesk-ticket-action.ts";
import {
  type CustomerSatisfactionAction,
  customerSatisfactionActionSchema,
} from "./customer-satisfaction-action.ts";
import {
  type GoogleCustomSearchAction,
  googleCustomSearchActionSchema,
} from "./google-custom-search-action.ts";
import { type JumpToAction, jumpToActionSchema } from "./jump-to-action.ts";
import { type PauseBotAction, pauseBotActionSchema } from "./pause-bot-action.ts";
import { type Section, sectionSchema } from "./section.ts";
import { type SendAiTaskAction, sendAiTaskActionSchema } from "./send-ai-task-action.ts";
import { type SendCardsAction, sendCardsActionSchema } from "./send-cards-action.ts";
import {
  type SendChoicesListAction,
  sendChoicesListActionSchema,
} from "./send-choices-list-action.ts";
import { type SendEmailAction, sendEmailActionSchema } from "./send-email-action.ts";
import { type SendImageAction, sendImageActionSchema } from "./send-image-action.ts";
import { type SendJsEventAction, sendJsEventActionSchema } from "./send-js-event-action.ts";
import {
  type SendQuickRepliesAction,
  sendQuickRepliesActionSchema,
} from "./send-quick-replies-action.ts";
import {
  type SendSimpleCardsAction,
  sendSimpleCardsActionSchema,
} from "./send-simple-cards-action.ts";
import { type SendTextAction, sendTextActionSchema } from "./send-text-action.ts";
import {
  type SendWebhookRequestAction,
  sendWebhookRequestActionSchema,
} from "./send-webhook-request-action.ts";
import {
  type SetUserAttributeAction,
  setUserAttributeActionSchema,
} from "./set-user-attribute-action.ts";
import {
  type StoreSessionValueAction,
  storeSessionValueActionSchema,
} from "./store-session-value-action.ts";
import {
  type TransferIadvizeConversationAction,
  transferIadvizeConversationActionSchema,
} from "./transfer-iadvize-conversation-action.ts";
import { type WaitAction, waitActionSchema } from "./wait-action.ts";

/** Every schema a {@link Action} may have. */
export const actionSchemas = [
  pauseBotActionSchema,
  waitActionSchema,
  sendEmailActionSchema,
  sendTextActionSchema,
  sendJsEventActionSchema,
  sendImageActionSchema,
  closeIntercomConversationActionSchema,
  assignIntercomConversationActionSchema,
  sendCardsActionSchema,
  sendSimpleCardsActionSchema,
  sendQuickRepliesActionSchema,
  storeSessionValueActionSchema,
  setUserAttributeActionSchema,
  askLocationActionSchema,
  googleCustomSearchActionSchema,
  createZendeskTicketActionSchema,
  jumpToActionSchema,
  customerSatisfactionActionSchema,
  sendWebhookRequestActionSchema,
  createUserRequestActionSchema,
  transferIadvizeConversationActionSchema,
  closeIadvizeConversationActionSchema,
  askDocumentActionSchema,
  choiceSchema,
  sectionSchema,
  sendChoicesListActionSchema,
  sendAiTaskActionSchema,
] as const;

/** All actions that a step or an answer may have; distinguished by `type`. */
export type Action =
  | PauseBotAction
  | WaitAction
  | SendEmailAction
  | SendTextAction
  | SendJsEventAction
  | SendImageAction
  | CloseIntercomConversationAction
  | AssignIntercomConversationAction
  | SendCardsAction
  | SendSimpleCardsAction
  | SendQuickRepliesAction
  | StoreSessionValueAction
  | SetUserAttributeAction
  | AskLocationAction
  | GoogleCustomSearchAction
  | CreateZendeskTicketAction
  | JumpToAction
  | CustomerSatisfactionAction
  | SendWebhookRequestAction
  | CreateUserRequestAction
  | TransferIadvizeConversationAction
  | CloseIadvizeConversationAction
  | AskDocumentAction
  | Choice
  | Section
  | SendChoicesListAction
  | SendAiTaskAction
  | Unknown;

/** Any action: named, so that messages say `Action` and not its 28 members. */
export const anyAction: Field<Action> = orUnknown(oneOf(actionSchemas));
