import type { Change, Offer, Situation, Turn, VisitorInput } from "@clustaar/testing";

/** One turn, as `--json` prints it and as people see it. */
export interface TurnView {
  readonly turn: number;
  readonly input: VisitorInput;
  /** The steps that were reached, with what the bot did in each. */
  readonly steps: readonly StepView[];
  /** What happened beside the steps. */
  readonly note: string | null;
  /** Why there is no answer; null where there is one. */
  readonly problem: ProblemView | null;
  /** What changed in session, visitor, step, channel. */
  readonly changed: readonly Change[];
  /** What the visitor can do now, besides typing. */
  readonly choices: readonly ChoiceView[];
}

/** A step that a turn reached. */
export interface StepView {
  readonly id: string;
  readonly name: string;
  readonly actions: readonly ActionView[];
  /** Limits of the platform that the answer breaks although it can be read. */
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
}

/** One action, and what the visitor hears and sees of it. */
export interface ActionView {
  /** Its type on the wire. */
  readonly type: string;
  /** What the bot says. */
  readonly says: string | null;
  /** What else the visitor sees. */
  readonly shows: string | null;
  /** What happens out of sight. */
  readonly note: string | null;
}

/** Why there is no answer. */
export interface ProblemView {
  /** The HTTP status; null where the problem is not an answer's. */
  readonly status: number | null;
  readonly code: string;
  readonly detail: string;
}

/** Something that can be answered, by its number. */
export interface ChoiceView {
  readonly number: number;
  readonly kind: Offer["kind"];
  readonly title: string;
  /** Where it stands: the title of a card, the name of a list. */
  readonly of: string | null;
}

/** What the webhook says of the problem; of its own failures it tells strangers nothing. */
function detailOf({ detail, title }: NonNullable<Turn["problem"]>, status: number | null): string {
  if (detail !== undefined) return detail;
  if (status === null || status < 500) return title;
  return `${title}; the server's log says why, and started with CLUSTAAR_DEVELOPMENT=1 its answer does, too`;
}

/** A turn as it is printed. */
export function turnView(turn: Turn): TurnView {
  const status = turn.exchanges.at(-1)?.response.status ?? null;
  return {
    turn: turn.number,
    input: turn.input,
    steps: turn.steps.map(({ id, name, actions, exchange }) => ({
      id,
      name,
      actions: actions.map(({ action, says = null, shows = null, note = null }) => ({
        type: action.type === "unknown" ? typeOf(action.wire) : action.type,
        says,
        shows,
        note,
      })),
      warnings: exchange?.warnings ?? [],
    })),
    note: turn.note ?? null,
    problem:
      turn.problem === undefined
        ? null
        : { status, code: turn.problem.code, detail: detailOf(turn.problem, status) },
    changed: turn.changed,
    choices: choicesOf(turn.after),
  };
}

/** What can be answered in a situation, numbered from 1. */
export function choicesOf({ choices }: Situation): ChoiceView[] {
  return choices.map((offer, index) => ({
    number: index + 1,
    kind: offer.kind,
    title: offer.title,
    of: placeOf(offer),
  }));
}

function placeOf(offer: Offer): string | null {
  if (offer.kind === "button") return offer.card;
  return offer.kind === "list" ? (offer.list[0] ?? null) : null;
}

/** The type of an action that is not known. */
function typeOf(wire: unknown): string {
  const type = (wire as { type?: unknown } | null)?.type;
  return typeof type === "string" ? type : "unknown";
}
