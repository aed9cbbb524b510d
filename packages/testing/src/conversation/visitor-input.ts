import type { Attachment, Interlocutor, Wire } from "@clustaar/webhook-core";
import type { Rating } from "../actions/offers.ts";

/** What starts a turn: plain JSON, so that it can be recorded and played again. */
export type VisitorInput =
  /** The visitor types a text. */
  | { readonly type: "say"; readonly text: string }
  /** The visitor presses a button or a quick reply; `card` and `nth` (from 1) tell equal titles apart. */
  | {
      readonly type: "click";
      readonly title: string;
      readonly card?: string;
      readonly nth?: number;
    }
  /** The visitor chooses from a list. */
  | { readonly type: "choose"; readonly list: string; readonly title: string }
  /** The visitor sends files. */
  | { readonly type: "attach"; readonly attachments: readonly Attachment[] }
  /** The visitor answers a satisfaction request: with 1 to 5, a rating, or the text on a button. */
  | { readonly type: "rate"; readonly rating: number | Rating | string }
  /** The visitor tells where they are, in degrees. */
  | { readonly type: "locate"; readonly lat: number; readonly long: number }
  /** The platform lets the conversation reach a step. */
  | { readonly type: "reach"; readonly step: string }
  /** The platform hands over any input, as on the wire. */
  | { readonly type: "send"; readonly input: Wire }
  /** The test changes what the platform keeps; nothing is sent. */
  | ({ readonly type: "edit" } & Edit);

/** What {@link Conversation.edit} changes. */
export interface Edit {
  /** The session's values, all of them. */
  readonly session?: Readonly<Record<string, unknown>>;
  /** Some of the visitor's attributes. */
  readonly interlocutor?: Partial<Interlocutor>;
  /** Where the visitor talks. */
  readonly channel?: string;
  /** Whether the bot is silenced. */
  readonly paused?: boolean;
}

/**
 * An input in a few words.
 *
 * @example
 * ```ts
 * import { inputText } from "@clustaar/testing";
 *
 * console.log(inputText({ type: "click", title: "See them" })); // 'click "See them"'
 * ```
 */
export function inputText(input: VisitorInput): string {
  switch (input.type) {
    case "say":
      return `say ${JSON.stringify(input.text)}`;
    case "click":
      return `click ${JSON.stringify(input.title)}${input.card ? ` on ${JSON.stringify(input.card)}` : ""}`;
    case "choose":
      return `choose ${JSON.stringify(input.title)} from ${JSON.stringify(input.list)}`;
    case "attach":
      return `attach ${input.attachments.map(({ type }) => type).join(", ")}`;
    case "rate":
      return `rate ${input.rating}`;
    case "locate":
      return `locate ${input.lat}, ${input.long}`;
    case "reach":
      return `reach ${input.step}`;
    case "send":
      return `send ${String(input.input.type)}`;
    case "edit":
      return `edit ${Object.keys(input)
        .filter((key) => key !== "type")
        .join(", ")}`;
  }
}
