import { askDocumentActionFields, askedDocumentFields } from "./actions/ask-document-action.ts";
import { fields as askLocationActionFields } from "./actions/ask-location-action.ts";
import { fields as assignIntercomConversationActionFields } from "./actions/assign-intercom-conversation-action.ts";
import { fields as buttonFields } from "./actions/button.ts";
import { fields as choiceFields } from "./actions/choice.ts";
import { fields as createUserRequestActionFields } from "./actions/create-user-request-action.ts";
import {
  createZendeskTicketActionFields,
  zendeskUserFields,
} from "./actions/create-zendesk-ticket-action.ts";
import {
  customerSatisfactionActionFields,
  customerSatisfactionChoiceFields,
} from "./actions/customer-satisfaction-action.ts";
import { fields as googleCustomSearchActionFields } from "./actions/google-custom-search-action.ts";
import { fields as jumpToActionFields } from "./actions/jump-to-action.ts";
import {
  documentAttachmentFields,
  legacyReplyToMessageActionFields,
} from "./actions/legacy-reply-to-message-action.ts";
import { fields as openUrlActionFields } from "./actions/open-url-action.ts";
import { fields as openUrlButtonFields } from "./actions/open-url-button.ts";
import { fields as sectionFields } from "./actions/section.ts";
import { aiTaskBehaviorFields } from "./actions/send-ai-task-action.ts";
import { cardFields, sendCardsActionFields } from "./actions/send-cards-action.ts";
import { fields as sendChoicesListActionFields } from "./actions/send-choices-list-action.ts";
import { fields as sendEmailActionFields } from "./actions/send-email-action.ts";
import { fields as sendImageActionFields } from "./actions/send-image-action.ts";
import { fields as sendJsEventActionFields } from "./actions/send-js-event-action.ts";
import {
  quickReplyFields,
  sendQuickRepliesActionFields,
} from "./actions/send-quick-replies-action.ts";
import {
  sendSimpleCardsActionFields,
  simpleCardFields,
} from "./actions/send-simple-cards-action.ts";
import { fields as sendTextActionFields } from "./actions/send-text-action.ts";
import {
  requestFieldFields,
  sendWebhookRequestActionFields,
} from "./actions/send-webhook-request-action.ts";
import { fields as setUserAttributeActionFields } from "./actions/set-user-attribute-action.ts";
import { fields as storeSessionValueActionFields } from "./actions/store-session-value-action.ts";
import { fields as waitActionFields } from "./actions/wait-action.ts";
import { fields as flowConnectionFields } from "./connections/flow-connection.ts";
import {
  predicateAttachmentValueGetterFields,
  predicateSessionValueGetterFields,
  predicateUserAttributeGetterFields,
} from "./connections/value-getters.ts";
import { interlocutorFields } from "./events/interlocutor.ts";
import type { Field, Fields } from "./fields.ts";

type LimitOf<F> =
  F extends Field<infer _, infer P>
    ? P extends { max: infer Items; each: infer Characters }
      ? { readonly items: Items; readonly characters: Characters }
      : P extends { max: infer Most extends number }
        ? Most
        : never
    : never;
type Limited<F> = { [K in keyof F]: [LimitOf<F[K]>] extends [never] ? never : K }[keyof F];
type Limits<F, K extends keyof F> = { readonly [P in K]: LimitOf<F[P]> };
// Spelt out, so that a hover shows the numbers and not how they are computed.
type LimitsOf<F> =
  Limits<F, Limited<F>> extends infer L ? { readonly [P in keyof L]: L[P] } : never;

function limitsOf<F extends Fields>(fields: F): LimitsOf<F> {
  const limits = Object.entries(fields).flatMap(([name, { spec }]) => {
    if (spec.kind === "text") return [[name, spec.limits.max]];
    if (spec.kind === "number") return [[name, spec.range.max]];
    if (spec.kind !== "list") return [];
    const { max } = spec.range;
    const each = spec.items.kind === "text" ? spec.items.limits.max : undefined;
    return [[name, each === undefined ? max : { items: max, characters: each }]];
  });
  // The type reads the same options as the fields' specs.
  return Object.fromEntries(limits.filter(([, limit]) => limit !== undefined)) as LimitsOf<F>;
}

/**
 * The platform's limits, by builder and field: the characters (code points) of a text, the items of a list, the largest
 * number. A list of texts has both, `items` and `characters`.
 *
 * @example
 * ```ts
 * import { limits, shorten } from "@clustaar/schemas";
 *
 * console.log(limits.card.title, limits.card.buttons); // 80, 3
 * console.log(limits.sendTextAction.alternatives.characters); // 1000
 * console.log(shorten("Red shoes and other things to walk in", limits.button.title)); // "Red shoes and other…"
 * ```
 */
export const limits = {
  aiTaskBehavior: limitsOf(aiTaskBehaviorFields),
  askDocumentAction: limitsOf(askDocumentActionFields),
  askLocationAction: limitsOf(askLocationActionFields),
  askedDocument: limitsOf(askedDocumentFields),
  assignIntercomConversationAction: limitsOf(assignIntercomConversationActionFields),
  button: limitsOf(buttonFields),
  card: limitsOf(cardFields),
  choice: limitsOf(choiceFields),
  createUserRequestAction: limitsOf(createUserRequestActionFields),
  createZendeskTicketAction: limitsOf(createZendeskTicketActionFields),
  customerSatisfactionAction: limitsOf(customerSatisfactionActionFields),
  customerSatisfactionChoice: limitsOf(customerSatisfactionChoiceFields),
  documentAttachment: limitsOf(documentAttachmentFields),
  flowConnection: limitsOf(flowConnectionFields),
  googleCustomSearchAction: limitsOf(googleCustomSearchActionFields),
  interlocutor: limitsOf(interlocutorFields),
  jumpToAction: limitsOf(jumpToActionFields),
  legacyReplyToMessageAction: limitsOf(legacyReplyToMessageActionFields),
  openUrlAction: limitsOf(openUrlActionFields),
  openUrlButton: limitsOf(openUrlButtonFields),
  predicateAttachmentValueGetter: limitsOf(predicateAttachmentValueGetterFields),
  predicateSessionValueGetter: limitsOf(predicateSessionValueGetterFields),
  predicateUserAttributeGetter: limitsOf(predicateUserAttributeGetterFields),
  quickReply: limitsOf(quickReplyFields),
  requestField: limitsOf(requestFieldFields),
  section: limitsOf(sectionFields),
  sendCardsAction: limitsOf(sendCardsActionFields),
  sendChoicesListAction: limitsOf(sendChoicesListActionFields),
  sendEmailAction: limitsOf(sendEmailActionFields),
  sendImageAction: limitsOf(sendImageActionFields),
  sendJsEventAction: limitsOf(sendJsEventActionFields),
  sendQuickRepliesAction: limitsOf(sendQuickRepliesActionFields),
  sendSimpleCardsAction: limitsOf(sendSimpleCardsActionFields),
  sendTextAction: limitsOf(sendTextActionFields),
  sendWebhookRequestAction: limitsOf(sendWebhookRequestActionFields),
  setUserAttributeAction: limitsOf(setUserAttributeActionFields),
  simpleCard: limitsOf(simpleCardFields),
  storeSessionValueAction: limitsOf(storeSessionValueActionFields),
  waitAction: limitsOf(waitActionFields),
  zendeskUser: limitsOf(zendeskUserFields),
} as const;
