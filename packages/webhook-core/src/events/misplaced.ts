/** Where those parts of actions belong that newcomers put among the actions themselves, by their type. */
const homes: Readonly<Record<string, string>> = {
  go_to_action:
    "a goToAction stands behind a button or a quick reply only; use jumpToAction to go to a step",
  open_url_action:
    "an openUrlAction stands behind a button or a quick reply only; write button({ title, action: openUrlAction({ url }) })",
  share_action:
    "a shareAction stands behind a button or a quick reply only; write button({ title, action: shareAction() })",
  legacy_reply_to_message_action:
    "a legacyReplyToMessageAction stands behind a button or a quick reply only; use sendTextAction to say something",
  button:
    "a button stands on a card only; write sendCardsAction({ cards: [card({ title, buttons: [...] })] })",
  card: "a card stands in a sendCardsAction only; write sendCardsAction({ cards: [...] })",
  simple_card:
    "a simpleCard stands in a sendSimpleCardsAction only; write sendSimpleCardsAction({ cards: [...] })",
  quick_reply:
    "a quickReply stands in a sendQuickRepliesAction only; write sendQuickRepliesAction({ message, buttons: [...] })",
  customer_satisfaction_choice:
    "a customerSatisfactionChoice stands in a customerSatisfactionAction only; write customerSatisfactionAction({ message, choices: [...] })",
  asked_document:
    "an askedDocument stands in an askDocumentAction only; write askDocumentAction({ message, documents: [...] })",
};

/** What to write in place of an action that is none: a part of one, or an object without a type; undefined for others. */
export function insteadOf(type: unknown): string | undefined {
  if (type === undefined) {
    return "expected an action made by a builder such as sendTextAction(), got an object without a type";
  }
  return typeof type === "string" && Object.hasOwn(homes, type) ? homes[type] : undefined;
}
