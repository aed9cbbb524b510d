import { type Interlocutor, schemas } from "@clustaar/webhook-core";
import type { Outcome, VisitorAttributes } from "../actions/outcome.ts";
import { answerWire } from "../exchange/answer-wire.ts";
import { decodeAsSent } from "../exchange/decode-as-sent.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { isObject } from "../internal/is-object.ts";
import type { Situation } from "./situation.ts";

/** The situation after one action. */
export function afterAction(situation: Situation, outcome: Outcome): Situation {
  const { sessionValues, attributes, waits = 0, pauses = false } = outcome;
  return {
    ...withAttributes(withSessionValues(situation, sessionValues), attributes),
    waited: situation.waited + waits,
    paused: situation.paused || pauses,
  };
}

/**
 * The situation after an answer, before its actions: its session replaces the session, the attributes of the visitor that
 * it holds are saved, and what is absent stays. A visitor is always the same one, so the id stays too.
 *
 * Read from the wire, since a model does not tell an attribute that is absent from one that is null.
 */
export function afterAnswer(situation: Situation, exchange: Exchange): Situation {
  const { session, interlocutor } = answerWire(exchange);
  return {
    ...situation,
    session:
      isObject(session) && isObject(session.values)
        ? { values: session.values }
        : situation.session,
    interlocutor: isObject(interlocutor)
      ? savedAttributes(situation.interlocutor, interlocutor)
      : situation.interlocutor,
  };
}

function savedAttributes(before: Interlocutor, given: Record<string, unknown>): Interlocutor {
  const wire = schemas.webhook_interlocutor.encode(before);
  const saved = { ...wire, ...given, id: wire.id };
  return decodeAsSent(schemas.webhook_interlocutor, saved);
}

/** Adds values to the session. */
export function withSessionValues(
  situation: Situation,
  values: Readonly<Record<string, unknown>> | null | undefined,
): Situation {
  if (!values) return situation;
  return { ...situation, session: { values: { ...situation.session.values, ...values } } };
}

/** Sets attributes of the visitor. */
export function withAttributes(
  situation: Situation,
  attributes: VisitorAttributes | undefined,
): Situation {
  if (attributes === undefined) return situation;
  const { customAttributes, ...fields } = attributes;
  const interlocutor: Interlocutor = { ...situation.interlocutor, ...fields };
  if (customAttributes !== undefined) {
    interlocutor.customAttributes = { ...interlocutor.customAttributes, ...customAttributes };
  }
  return { ...situation, interlocutor };
}
