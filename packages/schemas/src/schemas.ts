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
import { webhookRequestSchema } from "./events/notification.ts";
import { webhookStepSchema } from "./events/step.ts";
import { webhookStepReachedSchema } from "./events/step-reached.ts";
import { webhookStepReachedResponseSchema } from "./events/step-reached-response.ts";
import { audioSchema, fileSchema, imageSchema, videoSchema } from "./inputs/attachments.ts";
import { customEventSchema, urlLoadedEventSchema } from "./inputs/events.ts";
import { incomingMessageSchema, replyToActionToMessageSchema } from "./inputs/incoming-message.ts";

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
  asked_document: askedDocumentSchema,
  ask_document_action: askDocumentActionSchema,
  ask_location_action: askLocationActionSchema,
  assign_intercom_conversation_action: assignIntercomConversationActionSchema,
  button: buttonSchema,
  choice: choiceSchema,
  close_iadvize_conversation_action: closeIadvizeConversationActionSchema,
  close_intercom_conversation_action: closeIntercomConversationActionSchema,
  create_user_request_action: createUserRequestActionSchema,
  zendesk_user: zendeskUserSchema,
  create_zendesk_ticket_action: createZendeskTicketActionSchema,
  customer_satisfaction_choice: customerSatisfactionChoiceSchema,
  customer_satisfaction_action: customerSatisfactionActionSchema,
  customer_satisfaction_callback_action: customerSatisfactionCallbackActionSchema,
  go_to_action: goToActionSchema,
  google_custom_search_action: googleCustomSearchActionSchema,
  jump_to_action: jumpToActionSchema,
  document_attachment: documentAttachmentSchema,
  legacy_reply_to_message_action: legacyReplyToMessageActionSchema,
  open_url_action: openUrlActionSchema,
  open_url_button: openUrlButtonSchema,
  pause_bot_action: pauseBotActionSchema,
  section: sectionSchema,
  ai_task_engine: aiTaskEngineSchema,
  ai_task_behavior: aiTaskBehaviorSchema,
  send_ai_task_action: sendAiTaskActionSchema,
  card: cardSchema,
  send_cards_action: sendCardsActionSchema,
  send_choices_list_action: sendChoicesListActionSchema,
  send_email_action: sendEmailActionSchema,
  send_image_action: sendImageActionSchema,
  send_js_event_action: sendJsEventActionSchema,
  quick_reply: quickReplySchema,
  send_quick_replies_action: sendQuickRepliesActionSchema,
  simple_card: simpleCardSchema,
  send_simple_cards_action: sendSimpleCardsActionSchema,
  send_text_action: sendTextActionSchema,
  webhook_request_field: webhookRequestFieldSchema,
  send_webhook_request_action: sendWebhookRequestActionSchema,
  set_user_attribute_action: setUserAttributeActionSchema,
  share_action: shareActionSchema,
  store_session_value_action: storeSessionValueActionSchema,
  iadvize_distribution_rule: iadvizeDistributionRuleSchema,
  transfer_iadvize_conversation_action: transferIadvizeConversationActionSchema,
  wait_action: waitActionSchema,
  // connections/
  flow_connection: flowConnectionSchema,
  match_intent_condition_intent: matchIntentConditionIntentSchema,
  match_intent_condition: matchIntentConditionSchema,
  is_number_condition: isNumberConditionSchema,
  is_less_than_condition: isLessThanConditionSchema,
  is_less_than_or_equal_condition: isLessThanOrEqualConditionSchema,
  is_greater_than_condition: isGreaterThanConditionSchema,
  is_greater_than_or_equal_condition: isGreaterThanOrEqualConditionSchema,
  flow_connection_predicate: flowConnectionPredicateSchema,
  flow_connection_team_predicate: flowConnectionTeamPredicateSchema,
  flow_connection_user_predicate: flowConnectionUserPredicateSchema,
  step_target: stepTargetSchema,
  story_target: storyTargetSchema,
  is_set_condition: isSetConditionSchema,
  is_not_set_condition: isNotSetConditionSchema,
  contain_condition: containConditionSchema,
  equals_condition: equalsConditionSchema,
  match_regexp_condition: matchRegexpConditionSchema,
  predicate_message_getter: predicateMessageGetterSchema,
  predicate_session_value_getter: predicateSessionValueGetterSchema,
  predicate_user_attribute_getter: predicateUserAttributeGetterSchema,
  predicate_attachment_value_getter: predicateAttachmentValueGetterSchema,
  is_online_condition: isOnlineConditionSchema,
  is_offline_condition: isOfflineConditionSchema,
  is_logged_condition: isLoggedConditionSchema,
  is_not_logged_condition: isNotLoggedConditionSchema,
  // inputs/
  file: fileSchema,
  audio: audioSchema,
  video: videoSchema,
  image: imageSchema,
  url_loaded_event: urlLoadedEventSchema,
  custom_event: customEventSchema,
  incoming_message: incomingMessageSchema,
  reply_to_action_to_message: replyToActionToMessageSchema,
  // events/
  webhook_conversation_session: webhookConversationSessionSchema,
  coordinates: coordinatesSchema,
  webhook_interlocutor: webhookInterlocutorSchema,
  webhook_request: webhookRequestSchema,
  webhook_step_reached_response: webhookStepReachedResponseSchema,
  webhook_step_reached: webhookStepReachedSchema,
  webhook_step: webhookStepSchema,
} as const;
