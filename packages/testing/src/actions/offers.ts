import type {
  Action,
  ButtonAction,
  GoToAction,
  SendChoicesListAction,
  Target,
} from "@clustaar/webhook-core";

/** A button or a quick reply, pressed with `click`. */
export interface ButtonOffer {
  /** Identifies the offer. */
  readonly kind: "button";
  /** What is written on it. */
  readonly title: string;
  /** The title of the card it is on; null for a quick reply. */
  readonly card: string | null;
  /** What pressing it does. */
  readonly action: ButtonAction;
}

/** One choice of a list, chosen with `choose`. */
export interface ListOffer {
  /** Identifies the offer. */
  readonly kind: "list";
  /** What is written on it. */
  readonly title: string;
  /** What the list can be called by: its placeholder, its message, the title of the choice's section. */
  readonly list: readonly string[];
  /** An image beside it, if there is one. */
  readonly imageUrl: string | null;
  /** Values that choosing it stores in the session. */
  readonly sessionValues: Readonly<Record<string, unknown>>;
  /** What choosing it does; null for a choice outside of a list. */
  readonly action: SendChoicesListAction["action"] | null;
}

/** One answer to a satisfaction request, given with `rate`. */
export interface RatingOffer {
  /** Identifies the offer. */
  readonly kind: "rating";
  /** What is written on it. */
  readonly title: string;
  /** The satisfaction it stands for. */
  readonly rating: Rating;
  /** Where it leads to; null: nowhere. */
  readonly target: Target | null;
}

/** How satisfied a visitor is. */
export type Rating = "negative" | "neutral" | "positive";

/** A request for the visitor's location, answered with `locate`. */
export interface LocationOffer {
  /** Identifies the offer. */
  readonly kind: "location";
  /** The request. */
  readonly title: string;
  /** Where answering leads to. */
  readonly action: GoToAction | Extract<Action, { type: "unknown" }>;
}

/** A request for a document, answered with `attach`. */
export interface DocumentOffer {
  /** Identifies the offer. */
  readonly kind: "document";
  /** The name of the document, under which conditions find it. */
  readonly title: string;
  /** What is asked for, in words. */
  readonly message: string;
  /** The content types that are accepted; empty: all. */
  readonly authorizedFileTypes: readonly string[];
}

/** Something that the visitor can do now, besides typing. */
export type Offer = ButtonOffer | ListOffer | RatingOffer | LocationOffer | DocumentOffer;
