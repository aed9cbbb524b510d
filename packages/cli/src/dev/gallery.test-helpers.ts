import type { BotFile } from "@clustaar/testing";
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
  googleCustomSearchAction,
  goToAction,
  iadvizeDistributionRule,
  jumpToAction,
  openUrlAction,
  openUrlButton,
  pauseBotAction,
  quickReply,
  requestField,
  schemas,
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
  shareAction,
  simpleCard,
  stepTarget,
  storeSessionValueAction,
  transferIadvizeConversationAction,
  type Wire,
  waitAction,
  zendeskUser,
} from "@clustaar/webhook-core";

const emptyStep = { type: "step", id: "1", name: "1", userData: "{}" } as const;
const ORDER = "507f191e810c19729de860ff";
const toOrder = goToAction({
  target: stepTarget({ stepId: ORDER, name: "The order" }),
  sessionValues: { from: "the gallery" },
});

/** One action of each kind, as a shop's bot would send it; the compiler asks for a new one. */
export const gallery: { readonly [T in Action["type"]]: Extract<Action, { type: T }> } = {
  send_text_action: sendTextAction({
    alternatives: [
      "Hello! We have <b>autumn jackets</b> again.",
      "Good morning, the autumn jackets are in.",
      "Welcome back: have a look at our jackets.",
    ],
  }),
  send_quick_replies_action: sendQuickRepliesAction({
    message: "Which size do you wear?",
    buttons: [
      quickReply({ title: "M", action: toOrder }),
      quickReply({ title: "XL", action: toOrder }),
      quickReply({ title: "Share", action: shareAction() }),
    ],
  }),
  send_cards_action: sendCardsAction({
    cards: ["Rain jacket", "Down jacket", "Fleece"].map((title) =>
      card({
        title,
        subtitle: "Warm and light, from 89 €",
        imageUrl: "https://shop.example/jacket.jpg",
        buttons: [
          button({ title: "Order", action: toOrder }),
          button({ title: "Details", action: openUrlAction({ url: "https://shop.example/1" }) }),
        ],
      }),
    ),
  }),
  send_simple_cards_action: sendSimpleCardsAction({
    cards: ["Size guide", "Returns"].map((title) =>
      simpleCard({
        title,
        subtitle: "Two minutes to read",
        imageUrl: "https://shop.example/guide.jpg",
        buttons: [
          openUrlButton({
            title: "Open",
            action: openUrlAction({ url: "https://shop.example/guide" }),
          }),
        ],
      }),
    ),
  }),
  send_choices_list_action: sendChoicesListAction({
    message: "Which colour?",
    placeholder: "Choose a colour",
    sections: [
      section({
        title: "Bright",
        choices: [
          choice({ title: "Red", imageUrl: "https://shop.example/red.png" }),
          choice({ title: "Yellow", imageUrl: "https://shop.example/yellow.png" }),
        ],
      }),
      section({
        title: "Dark",
        choices: [choice({ title: "Navy", sessionValues: { colour: "navy" } })],
      }),
    ],
    action: toOrder,
  }),
  choice: choice({ title: "Gift wrap", sessionValues: { wrap: "yes" } }),
  section: section({ title: "Extras", choices: [choice({ title: "Gift wrap" })] }),
  send_image_action: sendImageAction({
    alt: "A red rain jacket",
    imageUrl: "https://shop.example/jacket.jpg",
  }),
  send_email_action: sendEmailAction({
    recipient: "shop@shop.example",
    subject: "An order of one jacket",
    content: "Size: XL\nColour: navy",
    fromName: "The bot",
    fromEmail: "bot@shop.example",
  }),
  ask_document_action: askDocumentAction({
    message: "For a student discount we need two papers:",
    documents: [
      askedDocument({
        name: "student_card",
        message: "Both sides, please",
        authorizedFileTypes: ["image/png"],
      }),
      askedDocument({ name: "certificate", message: "", authorizedFileTypes: [] }),
    ],
  }),
  ask_location_action: askLocationAction({
    message: "Where shall we deliver?",
    callbackAction: toOrder,
  }),
  customer_satisfaction_action: customerSatisfactionAction({
    message: "How was your visit?",
    choices: [
      customerSatisfactionChoice({ kind: "negative", label: "Poor" }),
      customerSatisfactionChoice({ kind: "neutral", label: "Fine" }),
      customerSatisfactionChoice({
        kind: "positive",
        label: "Great",
        target: stepTarget({ stepId: ORDER }),
      }),
    ],
  }),
  create_zendesk_ticket_action: createZendeskTicketAction({
    user: zendeskUser({ email: "ada@shop.example", name: "Ada Lovelace" }),
    ticketType: "question",
    subject: "Where is my jacket?",
    description: "Ordered on Monday, and nothing came.",
  }),
  send_ai_task_action: sendAiTaskAction({
    engine: aiTaskEngine({ name: "summary", opts: { length: "short" } }),
    behaviors: [aiTaskBehavior({ name: "answer", connections: [] })],
    defaultTarget: null,
  }),
  create_user_request_action: createUserRequestAction({
    message: "Please call Ada about her jacket",
    groupId: "sales",
  }),
  assign_intercom_conversation_action: assignIntercomConversationAction({ assigneeId: "8127" }),
  close_intercom_conversation_action: closeIntercomConversationAction(),
  transfer_iadvize_conversation_action: transferIadvizeConversationAction({
    distributionRule: iadvizeDistributionRule({ id: "rule-1", label: "Sales in Lyon" }),
  }),
  close_iadvize_conversation_action: closeIadvizeConversationAction(),
  google_custom_search_action: googleCustomSearchAction({
    query: "warm jackets",
    customEngineId: "shop-engine",
    limit: 3,
  }),
  send_webhook_request_action: sendWebhookRequestAction({
    url: "https://shop.example/stock",
    description: "Tell the shop",
    service: "custom",
    fields: [requestField({ key: "size", value: "XL" })],
  }),
  send_js_event_action: sendJsEventAction({ event: "open_cart", payload: { id: 7 } }),
  store_session_value_action: storeSessionValueAction({ key: "size", value: "XL" }),
  set_user_attribute_action: setUserAttributeAction({ key: "plan", value: "gold" }),
  jump_to_action: jumpToAction({
    connections: [],
    defaultTarget: stepTarget({ stepId: ORDER, name: "The order" }),
  }),
  pause_bot_action: pauseBotAction(),
  wait_action: waitAction({ duration: 7 }),
  unknown: { type: "unknown", wire: { type: "teleport_action", to: { city: "Lyon" } } },
};

/** The kinds there are. */
export const kinds = Object.keys(gallery) as Action["type"][];

/** Answers every step with the action that nobody knows. */
export const galleryWebhook = `import { Webhook } from "@clustaar/webhook-core";

export const webhook = new Webhook({ privateKey: process.env.CLUSTAAR_PRIVATE_KEY });
webhook.on("conversation.step_reached", () => ({
  actions: [${JSON.stringify(gallery.unknown)}],
}));
`;

/** A bot file with one step a kind, named after it. */
export const galleryBot: BotFile = {
  start: ORDER,
  steps: [
    {
      id: ORDER,
      name: "The order",
      webhook: false,
      actions: [wireOf(sendTextAction({ alternatives: ["Thank you for your order!"] }))],
    },
    ...kinds.map((kind, index) => {
      const id = `507f191e810c19729de86${String(100 + index)}`;
      // A bot file holds known actions only, so the webhook answers with the unknown one.
      if (kind === "unknown") return { id, name: kind };
      return { id, name: kind, webhook: false, actions: [wireOf(gallery[kind])] };
    }),
  ],
};

function wireOf(action: Action): Wire {
  const { actions } = schemas.webhook_step.encode({ ...emptyStep, actions: [action] });
  return (actions as Wire[])[0] as Wire; // one went in
}
