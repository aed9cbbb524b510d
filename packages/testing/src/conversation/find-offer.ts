import type {
  ButtonOffer,
  DocumentOffer,
  ListOffer,
  LocationOffer,
  Offer,
  Rating,
  RatingOffer,
} from "../actions/offers.ts";
import { ConversationError } from "../errors.ts";
import { differences } from "../internal/differences.ts";

/** Which of several buttons of one title is meant. */
export interface WhichButton {
  /** The title of the card it is on. */
  readonly card?: string;
  /** Which of those that fit, from 1. */
  readonly nth?: number;
}

/**
 * The button of a title.
 *
 * @throws ConversationError `not_offered` with the titles there are, `ambiguous` where several differ.
 */
export function findButton(
  offers: readonly Offer[],
  title: string,
  { card, nth }: WhichButton,
): ButtonOffer {
  const buttons = ofKind(offers, "button");
  const found = buttons.filter(
    (one) => one.title === title && (card === undefined || one.card === card),
  );
  const first = found[0];
  if (first === undefined) {
    const wanted = `no button "${title}"${card === undefined ? "" : ` on a card "${card}"`}`;
    throw notOffered(wanted, "the buttons are", buttons.map(buttonName), hint(offers, title));
  }
  if (nth !== undefined) {
    const one = found[nth - 1];
    if (one !== undefined) return one;
    throw notOffered(`no button "${title}" number ${nth}`, "there are only", [
      String(found.length),
    ]);
  }
  if (found.every(({ action }) => differences(action, first.action).length === 0)) return first;
  const cards = new Set(found.map((one) => one.card));
  const remedy =
    cards.size === found.length
      ? `say which: click("${title}", { card: "${found.find((one) => one.card !== null)?.card}" })`
      : `say which: click("${title}", { nth: 2 })`;
  throw new ConversationError(
    "ambiguous",
    `${found.length} buttons have the title "${title}" (${found.map(buttonName).join(", ")}); ${remedy}`,
  );
}

/**
 * One choice of a list, by one of the list's names and its own title.
 *
 * @throws ConversationError `not_offered` with what there is.
 */
export function findListChoice(offers: readonly Offer[], list: string, title: string): ListOffer {
  const all = ofKind(offers, "list");
  const inList = all.filter((one) => one.list.includes(list));
  if (inList.length === 0) {
    const lists = [...new Set(all.map((one) => one.list[0] ?? ""))];
    throw notOffered(`no list "${list}"`, "the lists are", lists.map(quoted));
  }
  const found = inList.find((one) => one.title === title);
  if (found !== undefined) return found;
  throw notOffered(
    `no choice "${title}" in the list "${list}"`,
    "its choices are",
    inList.map((one) => quoted(one.title)),
  );
}

/** An answer to a satisfaction request: the widget's own, or a button that stands for one. */
export type RatingAnswer = Pick<RatingOffer, "title" | "rating" | "target">;

/**
 * The answer that a rating means: 1 and 2 are negative, 3 is neutral, 4 and 5 are positive.
 *
 * @throws ConversationError `not_offered` with what there is.
 */
export function findRating(offers: readonly Offer[], rating: number | string): RatingAnswer {
  const answers: RatingAnswer[] = offers.flatMap((offer) => {
    if (offer.kind === "rating") return [offer];
    if (offer.kind !== "button") return [];
    const { title, action } = offer;
    if (action.type !== "customer_satisfaction_callback_action") return [];
    return [{ title, rating: action.kind, target: action.target }];
  });
  const wanted = typeof rating === "number" ? ratingOf(rating) : rating;
  const found =
    answers.find((one) => one.title === wanted) ?? answers.find((one) => one.rating === wanted);
  if (found !== undefined) return found;
  throw notOffered(
    `no rating ${typeof rating === "number" ? `${rating} (${wanted})` : quoted(rating)}`,
    "the ratings are",
    answers.map((one) => `${one.rating} (${quoted(one.title)})`),
  );
}

function ratingOf(stars: number): Rating {
  if (!Number.isInteger(stars) || stars < 1 || stars > 5) {
    throw new ConversationError("not_offered", `expected a rating from 1 to 5, got ${stars}`);
  }
  if (stars === 3) return "neutral";
  return stars < 3 ? "negative" : "positive";
}

/**
 * The request for a location.
 *
 * @throws ConversationError `not_offered` where there is none.
 */
export function findLocationRequest(offers: readonly Offer[]): LocationOffer {
  const [found] = ofKind(offers, "location");
  if (found !== undefined) return found;
  throw new ConversationError("not_offered", "no location is asked for now");
}

/** The documents that are asked for. */
export function documentRequests(offers: readonly Offer[]): readonly DocumentOffer[] {
  return ofKind(offers, "document");
}

function ofKind<K extends Offer["kind"]>(
  offers: readonly Offer[],
  kind: K,
): Extract<Offer, { kind: K }>[] {
  return offers.filter((one): one is Extract<Offer, { kind: K }> => one.kind === kind);
}

function notOffered(
  wanted: string,
  what: string,
  names: readonly string[],
  remark = "",
): ConversationError {
  const there =
    names.length === 0 ? "nothing of the kind is offered now" : `${what} ${names.join(", ")}`;
  return new ConversationError("not_offered", `${wanted}: ${there}${remark}`);
}

function buttonName({ title, card }: ButtonOffer): string {
  return card === null ? quoted(title) : `${quoted(title)} on ${quoted(card)}`;
}

/** What else has that title. */
function hint(offers: readonly Offer[], title: string): string {
  const other = offers.find((one) => one.kind !== "button" && one.title === title);
  if (other?.kind === "list") {
    return `; it is a choice of a list: choose(${quoted(other.list[0] ?? "")}, ${quoted(title)})`;
  }
  if (other?.kind === "rating") return `; it is a rating: rate(${quoted(title)})`;
  return "";
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
