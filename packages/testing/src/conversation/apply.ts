import type { Interlocutor, StepReachedResponse } from "@clustaar/webhook-core";
import type { Outcome, VisitorAttributes } from "../actions/outcome.ts";
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
 * The situation after an answer, before its actions: its session replaces the session, the visitor's attributes that it
 * holds are saved, and what is absent stays. A visitor is always the same one, so the id stays too.
 */
export function afterAnswer(situation: Situation, answer: StepReachedResponse): Situation {
  const { session, interlocutor } = answer;
  return {
    ...situation,
    session: session ? { values: session.values } : situation.session,
    interlocutor: interlocutor
      ? { ...situation.interlocutor, ...interlocutor, id: situation.interlocutor.id }
      : situation.interlocutor,
  };
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
