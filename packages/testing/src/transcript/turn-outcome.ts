import { type Interlocutor, schemas, type Wire } from "@clustaar/webhook-core";
import type { ReachedStep, TurnRecord } from "../conversation/turn.ts";
import { answerWire } from "../exchange/answer-wire.ts";
import { differences } from "../internal/differences.ts";
import type { TurnOutcome } from "./transcript.ts";

/** The outcome of a turn, as far as it is compared. */
export function turnOutcome(turn: TurnRecord, visitorBefore: Interlocutor): TurnOutcome {
  const exchange = turn.steps.at(-1)?.exchange;
  const { session, interlocutor } = turn.after;
  const isSame = differences(visitorBefore, interlocutor).length === 0;
  return {
    steps: turn.steps.map(({ id }) => id),
    ...(exchange === undefined ? {} : { status: exchange.response.status }),
    ...(exchange?.problem === undefined ? {} : { problem: problemOf(exchange.problem) }),
    actions: turn.steps.flatMap(wireActions),
    session,
    ...(isSame ? {} : { interlocutor: visitorWire(interlocutor) }),
  };
}

/** A visitor as on the wire. */
export function visitorWire(interlocutor: Interlocutor): Wire {
  return schemas.webhook_interlocutor.encode(interlocutor);
}

function problemOf({ code, detail }: { code: string; detail?: string | undefined }) {
  return { code, ...(detail === undefined ? {} : { detail }) };
}

/** The actions of a step exactly as the webhook answered them, or as the bot file has them. */
function wireActions({ id, exchange, actions }: ReachedStep): readonly unknown[] {
  if (exchange === undefined) {
    const models = actions.map(({ action }) => action);
    return schemas.webhook_step.encode({ id, name: id, userData: "{}", actions: models })
      .actions as unknown[];
  }
  const { actions: answered } = answerWire(exchange);
  return Array.isArray(answered) ? answered : [];
}
