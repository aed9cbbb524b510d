import { askDocumentActionSchema, askedDocumentSchema } from "./actions/ask-document-action.ts";
import { askLocationActionSchema } from "./actions/ask-location-action.ts";
import { assignIntercomConversationActionSchema } from "./actions/assign-intercom-conversation-action.ts";
import { buttonSchema } from "./actions/button.ts";
import { choiceSchema } from "./actions/choice.ts";
import { closeIadvizeConversationActionSchema } from "./actions/close-iadvize-conversation-action.ts";
import { closeIntercomConversationActionSchema } from "./actions/close-intercom-conversation-action.ts";
import { createUserRequestActionSchema } from "./actions/create-user-request-action.ts";
import {
  createZendeskTicketActionSchema,
  zendeskUserSchema,
} from "./actions/create-zendesk-ticket-action.ts";
import {
  customerSatisfactionActionSchema,
  customerSatisfactionChoiceSchema,
} from "./actions/customer-satisfaction-action.ts";
import { customerSatisfactionCallbackActionSchema } from "./actions/customer-satisfaction-callback-action.ts";
import { goToActionSchema } from "./actions/go-to-action.ts";
import { googleCustomSearchActionSchema } from "./actions/google-custom-search-action.ts";
import { jumpToActionSchema } from "./actions/jump-to-action.ts";
import {
  documentAttachmentSchema,
  legacyReplyToMessageActionSchema,
} from "./actions/legacy-reply-to-message-action.ts";
import { openUrlActionSchema } from "./actions/open-url-action.ts";
import { openUrlButtonSchema } from "./actions/open-url-button.ts";
import { pauseBotActionSchema } from "./actions/pause-bot-action.ts";
import { anyAction } from "./actions/registry.ts";
import { sectionSchema } from "./actions/section.ts";
import {
  aiTaskBehaviorSchema,
  aiTaskEngineSchema,
  sendAiTaskActionSchema,
} from "./actions/send-ai-task-action.ts";
import { cardSchema, sendCardsActionSchema } from "./actions/send-cards-action.ts";
import { sendChoicesListActionSchema } from "./actions/send-choices-list-action.ts";
import { sendEmailActionSchema } from "./actions/send-email-action.ts";
import { sendImageActionSchema } from "./actions/send-image-action.ts";
import { sendJsEventActionSchema } from "./actions/send-js-event-action.ts";
import {
  quickReplySchema,
  sendQuickRepliesActionSchema,
} from "./actions/send-quick-replies-action.ts";
import {
  sendSimpleCardsActionSchema,
  simpleCardSchema,
} from "./actions/send-simple-cards-action.ts";
import { sendTextActionSchema } from "./actions/send-text-action.ts";
import {
  sendWebhookRequestActionSchema,
  webhookRequestFieldSchema,
} from "./actions/send-webhook-request-action.ts";
import { setUserAttributeActionSchema } from "./actions/set-user-attribute-action.ts";
import { shareActionSchema } from "./actions/share-action.ts";
import { storeSessionValueActionSchema } from "./actions/store-session-value-action.ts";
import {
  iadvizeDistributionRuleSchema,
  transferIadvizeConversationActionSchema,
} from "./actions/transfer-iadvize-conversation-action.ts";
import { waitActionSchema } from "./actions/wait-action.ts";
import { flowConnectionSchema } from "./connections/flow-connection.ts";
import {
  matchIntentConditionIntentSchema,
  matchIntentConditionSchema,
} from "./connections/match-intent-condition.ts";
import {
  isGreaterThanConditionSchema,
  isGreaterThanOrEqualConditionSchema,
  isLessThanConditionSchema,
  isLessThanOrEqualConditionSchema,
  isNumberConditionSchema,
} from "./connections/number-conditions.ts";
import {
  flowConnectionPredicateSchema,
  flowConnectionTeamPredicateSchema,
  flowConnectionUserPredicateSchema,
} from "./connections/predicates.ts";
import { stepTargetSchema, storyTargetSchema } from "./connections/targets.ts";
import {
  containConditionSchema,
  equalsConditionSchema,
  isNotSetConditionSchema,
  isSetConditionSchema,
  matchRegexpConditionSchema,
} from "./connections/value-conditions.ts";
import {
  predicateAttachmentValueGetterSchema,
  predicateMessageGetterSchema,
  predicateSessionValueGetterSchema,
  predicateUserAttributeGetterSchema,
} from "./connections/value-getters.ts";
import {
  isLoggedConditionSchema,
  isNotLoggedConditionSchema,
  isOfflineConditionSchema,
  isOnlineConditionSchema,
} from "./connections/visitor-conditions.ts";
import { webhookConversationSessionSchema } from "./events/conversation-session.ts";
import { coordinatesSchema, webhookInterlocutorSchema } from "./events/interlocutor.ts";
import { type WebhookNotificationSchema, webhookRequestSchema } from "./events/notification.ts";
import { webhookStepSchema } from "./events/step.ts";
import { webhookStepReachedSchema } from "./events/step-reached.ts";
import { webhookStepReachedResponseSchema } from "./events/step-reached-response.ts";
import { audioSchema, fileSchema, imageSchema, videoSchema } from "./inputs/attachments.ts";
import { customEventSchema, urlLoadedEventSchema } from "./inputs/events.ts";
import { incomingMessageSchema, replyToActionToMessageSchema } from "./inputs/incoming-message.ts";
import { schemaOf, unionOf } from "./schema.ts";

// Its `encode` takes the notification of any topic.
const notificationSchema: WebhookNotificationSchema = schemaOf(webhookRequestSchema);

/**
 * Every wire schema by its name.
 *
 * @example
 * ```ts
 * import { card, schemas } from "@clustaar/schemas";
 *
 * const wire = schemas.card.encode(card({ title: "A title that is longer than eighty characters".repeat(2) }));
 * const result = schemas.card.validate(wire);
 * if (!result.success) console.log(result.issues[0]?.message); // "at most 80 characters, got 90"
 * ```
 */
export const schemas = {
  // actions/
  asked_document: schemaOf(askedDocumentSchema),
  ask_document_action: schemaOf(askDocumentActionSchema),
  ask_location_action: schemaOf(askLocationActionSchema),
  assign_intercom_conversation_action: schemaOf(assignIntercomConversationActionSchema),
  button: schemaOf(buttonSchema),
  choice: schemaOf(choiceSchema),
  close_iadvize_conversation_action: schemaOf(closeIadvizeConversationActionSchema),
  close_intercom_conversation_action: schemaOf(closeIntercomConversationActionSchema),
  create_user_request_action: schemaOf(createUserRequestActionSchema),
  zendesk_user: schemaOf(zendeskUserSchema),
  create_zendesk_ticket_action: schemaOf(createZendeskTicketActionSchema),
  customer_satisfaction_choice: schemaOf(customerSatisfactionChoiceSchema),
  customer_satisfaction_action: schemaOf(customerSatisfactionActionSchema),
  customer_satisfaction_callback_action: schemaOf(customerSatisfactionCallbackActionSchema),
  go_to_action: schemaOf(goToActionSchema),
  google_custom_search_action: schemaOf(googleCustomSearchActionSchema),
  jump_to_action: schemaOf(jumpToActionSchema),
  document_attachment: schemaOf(documentAttachmentSchema),
  legacy_reply_to_message_action: schemaOf(legacyReplyToMessageActionSchema),
  open_url_action: schemaOf(openUrlActionSchema),
  open_url_button: schemaOf(openUrlButtonSchema),
  pause_bot_action: schemaOf(pauseBotActionSchema),
  section: schemaOf(sectionSchema),
  ai_task_engine: schemaOf(aiTaskEngineSchema),
  ai_task_behavior: schemaOf(aiTaskBehaviorSchema),
  send_ai_task_action: schemaOf(sendAiTaskActionSchema),
  card: schemaOf(cardSchema),
  send_cards_action: schemaOf(sendCardsActionSchema),
  send_choices_list_action: schemaOf(sendChoicesListActionSchema),
  send_email_action: schemaOf(sendEmailActionSchema),
  send_image_action: schemaOf(sendImageActionSchema),
  send_js_event_action: schemaOf(sendJsEventActionSchema),
  quick_reply: schemaOf(quickReplySchema),
  send_quick_replies_action: schemaOf(sendQuickRepliesActionSchema),
  simple_card: schemaOf(simpleCardSchema),
  send_simple_cards_action: schemaOf(sendSimpleCardsActionSchema),
  send_text_action: schemaOf(sendTextActionSchema),
  webhook_request_field: schemaOf(webhookRequestFieldSchema),
  send_webhook_request_action: schemaOf(sendWebhookRequestActionSchema),
  set_user_attribute_action: schemaOf(setUserAttributeActionSchema),
  share_action: schemaOf(shareActionSchema),
  store_session_value_action: schemaOf(storeSessionValueActionSchema),
  iadvize_distribution_rule: schemaOf(iadvizeDistributionRuleSchema),
  transfer_iadvize_conversation_action: schemaOf(transferIadvizeConversationActionSchema),
  wait_action: schemaOf(waitActionSchema),
  /** Any action that a step or an answer may have; what it does not know is decoded as unknown. */
  action: unionOf("action", anyAction),
  // connections/
  flow_connection: schemaOf(flowConnectionSchema),
  match_intent_condition_intent: schemaOf(matchIntentConditionIntentSchema),
  match_intent_condition: schemaOf(matchIntentConditionSchema),
  is_number_condition: schemaOf(isNumberConditionSchema),
  is_less_than_condition: schemaOf(isLessThanConditionSchema),
  is_less_than_or_equal_condition: schemaOf(isLessThanOrEqualConditionSchema),
  is_greater_than_condition: schemaOf(isGreaterThanConditionSchema),
  is_greater_than_or_equal_condition: schemaOf(isGreaterThanOrEqualConditionSchema),
  flow_connection_predicate: schemaOf(flowConnectionPredicateSchema),
  flow_connection_team_predicate: schemaOf(flowConnectionTeamPredicateSchema),
  flow_connection_user_predicate: schemaOf(flowConnectionUserPredicateSchema),
  step_target: schemaOf(stepTargetSchema),
  story_target: schemaOf(storyTargetSchema),
  is_set_condition: schemaOf(isSetConditionSchema),
  is_not_set_condition: schemaOf(isNotSetConditionSchema),
  contain_condition: schemaOf(containConditionSchema),
  equals_condition: schemaOf(equalsConditionSchema),
  match_regexp_condition: schemaOf(matchRegexpConditionSchema),
  predicate_message_getter: schemaOf(predicateMessageGetterSchema),
  predicate_session_value_getter: schemaOf(predicateSessionValueGetterSchema),
  predicate_user_attribute_getter: schemaOf(predicateUserAttributeGetterSchema),
  predicate_attachment_value_getter: schemaOf(predicateAttachmentValueGetterSchema),
  is_online_condition: schemaOf(isOnlineConditionSchema),
  is_offline_condition: schemaOf(isOfflineConditionSchema),
  is_logged_condition: schemaOf(isLoggedConditionSchema),
  is_not_logged_condition: schemaOf(isNotLoggedConditionSchema),
  // inputs/
  file: schemaOf(fileSchema),
  audio: schemaOf(audioSchema),
  video: schemaOf(videoSchema),
  image: schemaOf(imageSchema),
  url_loaded_event: schemaOf(urlLoadedEventSchema),
  custom_event: schemaOf(customEventSchema),
  incoming_message: schemaOf(incomingMessageSchema),
  reply_to_action_to_message: schemaOf(replyToActionToMessageSchema),
  // events/
  webhook_conversation_session: schemaOf(webhookConversationSessionSchema),
  coordinates: schemaOf(coordinatesSchema),
  webhook_interlocutor: schemaOf(webhookInterlocutorSchema),
  webhook_request: notificationSchema,
  webhook_step_reached_response: schemaOf(webhookStepReachedResponseSchema),
  webhook_step_reached: schemaOf(webhookStepReachedSchema),
  webhook_step: schemaOf(webhookStepSchema),
} as const;
