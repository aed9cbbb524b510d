import type { RunAction } from "@clustaar/testing";
import { useEffect } from "preact/hooks";
import type { ReachedStep, TurnView, VisitorInput } from "../../../src/dev/protocol.ts";
import { ask } from "../connection.ts";
import { linkedTurn } from "../deep-link.ts";
import { openExchange } from "../exchanges/opened.ts";
import { busy, revealing } from "../state.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { RunActionView } from "./actions/registry.tsx";
import { InputBubble } from "./input-bubble.tsx";
import { StepMark } from "./step-mark.tsx";
import { Typing } from "./typing.tsx";

interface TurnItemProps {
  readonly view: TurnView;
  /** The step that the conversation stood at before; undefined: at its start. */
  readonly stepBefore: string | undefined;
  /** What the visitor did next: the button that was pressed is marked. */
  readonly answer: VisitorInput | undefined;
  readonly isLast: boolean;
}

interface Shown {
  readonly step: ReachedStep;
  readonly stepBefore: string | undefined;
  readonly exchange: string | undefined;
  readonly run: RunAction | undefined;
}

/** One turn: what the visitor did, and what the bot did then, step by step. */
export function TurnItem({ view, stepBefore, answer, isLast }: TurnItemProps) {
  const { turn, exchanges } = view;
  const all = partsOf(view, stepBefore);
  const shown = useReveal(turn.number, all);
  const waiting = shown < all.length ? all[shown]?.run : undefined;
  const refused = exchanges.filter(({ exchange }) => exchange.problem !== undefined);
  const isLinked = linkedTurn.value === turn.number;
  return (
    <article
      class={isLinked ? "turn linked" : "turn"}
      id={`turn-${turn.number}`}
      aria-label={`Turn ${turn.number}`}
    >
      <TurnTools number={turn.number} isLast={isLast} />
      {/* A step that was reached says so itself. */}
      {(turn.input.type !== "reach" || turn.steps.length === 0) && (
        <InputBubble input={turn.input} />
      )}
      {turn.note !== undefined && <p class="aside">{turn.note}</p>}
      {all.slice(0, shown).map(({ run, step, ...about }, index) =>
        run === undefined ? (
          // The list of what happened never changes its order.
          <StepMark key={`step-${index}`} step={step} {...about} />
        ) : (
          <RunActionView
            key={`action-${index}`}
            run={run}
            answer={answer}
            answerable={isLast && shown === all.length}
          />
        ),
      )}
      {waiting !== undefined && (
        <Typing
          label="The bot waits before it goes on"
          onSkip={() => (revealing.value = undefined)}
        />
      )}
      {refused.map(({ id, exchange, signature }) => (
        <div key={id} class="problem" role="alert">
          <strong>
            {exchange.problem?.status} {exchange.problem?.code}
          </strong>{" "}
          {exchange.problem?.detail ?? exchange.problem?.title}
          {signature.diagnosis !== null && <p class="diagnosis">{signature.diagnosis.message}</p>}
          <button type="button" class="quiet" onClick={() => openExchange(id)}>
            See the exchange
          </button>
        </div>
      ))}
    </article>
  );
}

function TurnTools({ number, isLast }: { readonly number: number; readonly isLast: boolean }) {
  return (
    <div class="turn-tools">
      <a
        class="turn-number"
        href={`#turn-${number}`}
        title="Link to this turn"
        {...(linkedTurn.value === number ? { "aria-current": "true" as const } : {})}
      >
        <span class="visually-hidden">Turn </span>
        {number}
      </a>
      {isLast ? (
        <IconButton
          label={`Undo turn ${number}`}
          icon="close"
          disabled={busy.value}
          onClick={() => ask((calls) => calls.rewind(number - 1))}
        />
      ) : (
        <IconButton
          label={`Go back to turn ${number} and play on from there`}
          icon="undo"
          disabled={busy.value}
          onClick={() => ask((calls) => calls.rewind(number))}
        />
      )}
    </div>
  );
}

/** A turn in the order in which it happened: a step, its actions, the next step. */
function partsOf({ turn, exchanges }: TurnView, stepBefore: string | undefined): Shown[] {
  let before = stepBefore;
  let calls = 0;
  return turn.steps.flatMap((step) => {
    const exchange = step.exchange === undefined ? undefined : exchanges[calls++]?.id;
    const mark = { step, stepBefore: before, exchange, run: undefined };
    before = step.id;
    return [mark, ...step.actions.map((run) => ({ ...mark, run }))];
  });
}

/** How many of a turn's parts are shown: all, but for the turn that is playing, which stops at each wait. */
function useReveal(turn: number, all: readonly Shown[]): number {
  const state = revealing.value;
  const isPlaying = state?.turn === turn;
  const from = isPlaying ? state.shown : all.length;
  const wait = all.findIndex(({ run }, index) => index >= from && (run?.waits ?? 0) > 0);
  const milliseconds = isPlaying && wait >= 0 ? (all[wait]?.run?.waits ?? 0) : undefined;
  useEffect(() => {
    if (milliseconds === undefined) return;
    const timer = setTimeout(() => {
      revealing.value = { turn, shown: wait + 1 };
    }, milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds, turn, wait]);
  return milliseconds === undefined ? all.length : wait;
}
