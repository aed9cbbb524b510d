import { kindOf } from "../endpoint/kind-of.ts";

/** Where those parts of actions belong that newcomers put among the actions themselves, by their type. */
const homes: Readonly<Record<string, string>> = {
  go_to_action:
    "a goToAction belongs to a button or a quick reply; use jumpToAction to go to a step",
  open_url_action:
    "an openUrlAction belongs to a button or a quick reply; write button({ title, action: openUrlAction({ url }) })",
  share_action:
    "a shareAction belongs to a button or a quick reply; write button({ title, action: shareAction() })",
  legacy_reply_to_message_action:
    "a legacyReplyToMessageAction belongs to a button or a quick reply; use sendTextAction to say something",
  button:
    "a button belongs on a card; write sendCardsAction({ cards: [card({ title, buttons: [...] })] })",
  card: "a card belongs in a sendCardsAction; write sendCardsAction({ cards: [...] })",
  simple_card:
    "a simpleCard belongs in a sendSimpleCardsAction; write sendSimpleCardsAction({ cards: [...] })",
  quick_reply:
    "a quickReply belongs in a sendQuickRepliesAction; write sendQuickRepliesAction({ message, buttons: [...] })",
  customer_satisfaction_choice:
    "a customerSatisfactionChoice belongs in a customerSatisfactionAction; write customerSatisfactionAction({ message, choices: [...] })",
  asked_document:
    "an askedDocument belongs in an askDocumentAction; write askDocumentAction({ message, documents: [...] })",
};

/** What to write in place of an action that is none: a part of one, or an object without a type; undefined for others. */
export function insteadOf(type: unknown): string | undefined {
  if (type === undefined) {
    return "expected an action made by a builder such as sendTextAction(), got an object without a type";
  }
  return typeof type === "string" && Object.hasOwn(homes, type) ? homes[type] : undefined;
}

/** What to write in place of something among the actions that is not even an object. */
export function noAction(value: unknown): string {
  const expected = "expected an action made by a builder such as sendTextAction()";
  if (typeof value === "string") {
    return `${expected}, got a text; write sendTextAction({ alternatives: [...] }) to send it`;
  }
  if (Array.isArray(value)) return `${expected}, got a list; spread it: [...list]`;
  return `${expected}, got ${value === undefined ? "nothing" : value === false ? "false" : kindOf(value)}; leave it out: actions.filter(Boolean)`;
}
