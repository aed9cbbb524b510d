import type { RunAction } from "@clustaar/testing";
import { useEffect } from "preact/hooks";
import type { ReachedStep, TurnView } from "../../../src/dev/protocol.ts";
import { ask } from "../connection.ts";
import { pane } from "../settings.ts";
import { busy, revealing } from "../state.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { RunActionView } from "./actions/registry.tsx";
import { InputBubble } from "./input-bubble.tsx";
import { Typing } from "./typing.tsx";

interface TurnItemProps {
  readonly view: TurnView;
  readonly isLast: boolean;
}

interface Shown {
  readonly step: ReachedStep;
  readonly run: RunAction | undefined;
}

/** One turn: what the visitor did, and what the bot did then, step by step. */
export function TurnItem({ view: { turn, exchanges }, isLast }: TurnItemProps) {
  const all: Shown[] = turn.steps.flatMap((step) => [
    { step, run: undefined },
    ...step.actions.map((run) => ({ step, run })),
  ]);
  const shown = useReveal(turn.number, all);
  const waiting = shown < all.length ? all[shown]?.run : undefined;
  const refused = exchanges.filter(({ exchange }) => exchange.problem !== undefined);
  return (
    <article class="turn" id={`turn-${turn.number}`} aria-label={`Turn ${turn.number}`}>
      <div class="turn-tools">
        <a class="turn-number" href={`#turn-${turn.number}`} title="Link to this turn">
          {turn.number}
        </a>
        {!isLast && (
          <IconButton
            label={`Go back to turn ${turn.number} and play on from there`}
            disabled={busy.value}
            onClick={() => ask((calls) => calls.rewind(turn.number))}
          >
            ↶
          </IconButton>
        )}
        {isLast && (
          <IconButton
            label={`Undo turn ${turn.number}`}
            disabled={busy.value}
            onClick={() => ask((calls) => calls.rewind(turn.number - 1))}
          >
            ✕
          </IconButton>
        )}
      </div>
      <InputBubble input={turn.input} />
      {turn.note !== undefined && <p class="system-note">{turn.note}</p>}
      {all.slice(0, shown).map(({ step, run }, index) =>
        run === undefined ? (
          // The list of what happened never changes its order.
          <StepMark key={`step-${index}`} step={step} />
        ) : (
          <RunActionView
            key={`action-${index}`}
            run={run}
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
          <button type="button" class="quiet" onClick={() => (pane.value = "exchanges")}>
            See the exchange
          </button>
        </div>
      ))}
    </article>
  );
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

function StepMark({ step: { name, id, exchange } }: { readonly step: ReachedStep }) {
  const called =
    exchange === undefined
      ? "runs its own actions"
      : `webhook answered ${exchange.response.status}`;
  return (
    <p class="step-mark">
      <span class="visually-hidden">Step reached: </span>
      <span>{name}</span> <code>{id}</code> <span class="faint">{called}</span>
    </p>
  );
}
