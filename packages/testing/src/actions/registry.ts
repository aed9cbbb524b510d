import type { Action } from "@clustaar/webhook-core";
import { askDocument } from "./ask-document-action.ts";
import { askLocation } from "./ask-location-action.ts";
import { assignIntercomConversation } from "./assign-intercom-conversation-action.ts";
import { choice } from "./choice.ts";
import { closeIadvizeConversation } from "./close-iadvize-conversation-action.ts";
import { closeIntercomConversation } from "./close-intercom-conversation-action.ts";
import { createUserRequest } from "./create-user-request-action.ts";
import { createZendeskTicket } from "./create-zendesk-ticket-action.ts";
import { customerSatisfaction } from "./customer-satisfaction-action.ts";
import { googleCustomSearch } from "./google-custom-search-action.ts";
import { jumpTo } from "./jump-to-action.ts";
import type { Outcome, Rule, Scene } from "./outcome.ts";
import { pauseBot } from "./pause-bot-action.ts";
import { section } from "./section.ts";
import { sendAiTask } from "./send-ai-task-action.ts";
import { sendCards } from "./send-cards-action.ts";
import { sendChoicesList } from "./send-choices-list-action.ts";
import { sendEmail } from "./send-email-action.ts";
import { sendImage } from "./send-image-action.ts";
import { sendJsEvent } from "./send-js-event-action.ts";
import { sendQuickReplies } from "./send-quick-replies-action.ts";
import { sendSimpleCards } from "./send-simple-cards-action.ts";
import { sendText } from "./send-text-action.ts";
import { sendWebhookRequest } from "./send-webhook-request-action.ts";
import { setUserAttribute } from "./set-user-attribute-action.ts";
import { storeSessionValue } from "./store-session-value-action.ts";
import { transferIadvizeConversation } from "./transfer-iadvize-conversation-action.ts";
import { unknown } from "./unknown.ts";
import { wait } from "./wait-action.ts";

/** What each kind of action does to a conversation; the compiler asks for a row for each kind there is. */
export const rules: { readonly [T in Action["type"]]: Rule<Extract<Action, { type: T }>> } = {
  pause_bot_action: pauseBot,
  wait_action: wait,
  send_email_action: sendEmail,
  send_text_action: sendText,
  send_js_event_action: sendJsEvent,
  send_image_action: sendImage,
  close_intercom_conversation_action: closeIntercomConversation,
  assign_intercom_conversation_action: assignIntercomConversation,
  send_cards_action: sendCards,
  send_simple_cards_action: sendSimpleCards,
  send_quick_replies_action: sendQuickReplies,
  store_session_value_action: storeSessionValue,
  set_user_attribute_action: setUserAttribute,
  ask_location_action: askLocation,
  google_custom_search_action: googleCustomSearch,
  create_zendesk_ticket_action: createZendeskTicket,
  jump_to_action: jumpTo,
  customer_satisfaction_action: customerSatisfaction,
  send_webhook_request_action: sendWebhookRequest,
  create_user_request_action: createUserRequest,
  transfer_iadvize_conversation_action: transferIadvizeConversation,
  close_iadvize_conversation_action: closeIadvizeConversation,
  ask_document_action: askDocument,
  choice,
  section,
  send_choices_list_action: sendChoicesList,
  send_ai_task_action: sendAiTask,
  unknown,
};

/** What one action does. */
export function outcomeOf(action: Action, scene: Scene): Outcome {
  // The rule is looked up by the action's own type.
  const rule = rules[action.type] as Rule<Action>;
  return rule(action, scene);
}
