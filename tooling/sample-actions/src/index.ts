import {
  type Action,
  aiTaskBehavior,
  aiTaskEngine,
  askDocumentAction,
  askedDocument,
  askLocationAction,
  assignIntercomConversationAction,
  button,
  card,
  choice,
  closeIadvizeConversationAction,
  closeIntercomConversationAction,
  createUserRequestAction,
  createZendeskTicketAction,
  customerSatisfactionAction,
  customerSatisfactionChoice,
  type GoToAction,
  googleCustomSearchAction,
  goToAction,
  iadvizeDistributionRule,
  jumpToAction,
  openUrlAction,
  openUrlButton,
  pauseBotAction,
  quickReply,
  requestField,
  section,
  sendAiTaskAction,
  sendCardsAction,
  sendChoicesListAction,
  sendEmailAction,
  sendImageAction,
  sendJsEventAction,
  sendQuickRepliesAction,
  sendSimpleCardsAction,
  sendTextAction,
  sendWebhookRequestAction,
  setUserAttributeAction,
  simpleCard,
  stepTarget,
  storeSessionValueAction,
  transferIadvizeConversationAction,
  waitAction,
  zendeskUser,
} from "@clustaar/webhook-core";

/** Where the samples lead to. */
export const NEXT = "507f191e810c19729de860eb";

const next: GoToAction = goToAction({
  target: stepTarget({ stepId: NEXT }),
  sessionValues: { from: "a button" },
});

/** One action of each kind; the compiler asks for a new one. */
export const samples: { readonly [T in Action["type"]]: Extract<Action, { type: T }> } = {
  pause_bot_action: pauseBotAction(),
  wait_action: waitAction({ duration: 3 }),
  send_email_action: sendEmailAction({
    recipient: "shop@example.com",
    subject: "An order",
    content: "One jacket",
  }),
  send_text_action: sendTextAction({ alternatives: ["Hello", "Hi"] }),
  send_js_event_action: sendJsEventAction({ event: "open_cart", payload: { id: 7 } }),
  send_image_action: sendImageAction({ alt: "A jacket", imageUrl: "https://example.com/j.png" }),
  close_intercom_conversation_action: closeIntercomConversationAction(),
  assign_intercom_conversation_action: assignIntercomConversationAction({ assigneeId: "123" }),
  send_cards_action: sendCardsAction({
    cards: [
      card({
        title: "Jackets",
        subtitle: "Warm",
        buttons: [button({ title: "See them", action: next })],
      }),
      card({ title: "Shoes" }),
    ],
  }),
  send_simple_cards_action: sendSimpleCardsAction({
    cards: [
      simpleCard({
        title: "Shop",
        buttons: [
          openUrlButton({ title: "Open", action: openUrlAction({ url: "https://example.com" }) }),
        ],
      }),
    ],
  }),
  send_quick_replies_action: sendQuickRepliesAction({
    message: "Anything else?",
    buttons: [quickReply({ title: "Yes", action: next })],
  }),
  store_session_value_action: storeSessionValueAction({ key: "color", value: "red" }),
  set_user_attribute_action: setUserAttributeAction({ key: "plan", value: "gold" }),
  ask_location_action: askLocationAction({ message: "Where are you?", callbackAction: next }),
  google_custom_search_action: googleCustomSearchAction({
    query: "warm jackets",
    customEngineId: "engine",
    limit: 3,
  }),
  create_zendesk_ticket_action: createZendeskTicketAction({
    user: zendeskUser({ email: "ada@example.com" }),
    ticketType: "question",
    subject: "Where is it?",
    description: "The order of Monday",
  }),
  jump_to_action: jumpToAction({ connections: [], defaultTarget: stepTarget({ stepId: NEXT }) }),
  customer_satisfaction_action: customerSatisfactionAction({
    message: "How was it?",
    choices: [
      customerSatisfactionChoice({
        kind: "positive",
        label: "Good",
        target: stepTarget({ stepId: NEXT }),
      }),
      customerSatisfactionChoice({ kind: "negative", label: "Bad" }),
    ],
  }),
  send_webhook_request_action: sendWebhookRequestAction({
    url: "https://example.com/hook",
    description: "Tell the shop",
    service: "custom",
    fields: [requestField({ key: "color", value: "red" })],
  }),
  create_user_request_action: createUserRequestAction({
    message: "Please call Ada",
    groupId: "sales",
  }),
  transfer_iadvize_conversation_action: transferIadvizeConversationAction({
    distributionRule: iadvizeDistributionRule({ id: "rule-1", label: "Sales" }),
  }),
  close_iadvize_conversation_action: closeIadvizeConversationAction(),
  ask_document_action: askDocumentAction({
    message: "We need a few papers",
    documents: [
      askedDocument({ name: "id_card", message: "Both sides", authorizedFileTypes: ["image/png"] }),
      askedDocument({ name: "bill", message: "", authorizedFileTypes: [] }),
    ],
  }),
  choice: choice({ title: "Red", sessionValues: { color: "red" } }),
  section: section({
    title: "Colours",
    choices: [choice({ title: "Blue", sessionValues: { color: "blue" } })],
  }),
  send_choices_list_action: sendChoicesListAction({
    message: "Which size?",
    placeholder: "Size",
    sections: [
      section({ title: "Small", choices: [choice({ title: "S" })] }),
      section({
        title: "Large",
        choices: [choice({ title: "XL", sessionValues: { size: "XL" } })],
      }),
    ],
    action: next,
  }),
  send_ai_task_action: sendAiTaskAction({
    engine: aiTaskEngine({ name: "gpt", opts: {} }),
    behaviors: [aiTaskBehavior({ name: "answer", connections: [] })],
    defaultTarget: null,
  }),
  unknown: { type: "unknown", wire: { type: "teleport_action", to: "Lyon" } },
};
