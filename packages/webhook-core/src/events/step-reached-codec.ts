import {
  type Action,
  type ConversationSession,
  type StepReached,
  type StepReachedResponse,
  schemas,
  stepReachedResponse,
  type WebhookNotification,
} from "@clustaar/schemas";
import type { NotificationWire, StepReachedWire } from "../filters/index.ts";
import { checkAnswer, type Received } from "./check-answer.ts";
import { type EventCodec, readNotification, responseInvalid } from "./event-codec.ts";

/** What `conversation.step_reached` carries and answers. */
export interface StepReachedEvent {
  /** What filters see. */
  readonly wire: NotificationWire<StepReachedWire>;
  readonly payload: WebhookNotification<StepReached>;
  /** A list of actions is short for an answer of nothing else. */
  readonly answer: StepReachedResponse | readonly Action[];
}

const readStepReached = readNotification<StepReached>("conversation.step_reached");

/** Reads tolerantly, answers strictly: the platform may learn new things, a bot may not break its limits. */
export const stepReachedCodec: EventCodec<StepReachedEvent["payload"], StepReachedEvent["answer"]> =
  {
    expectsAnswer: true,
    isAwaited: true,
    requireEvent(json) {
      const { data } = json;
      if (typeof data !== "object" || data === null || Array.isArray(data)) readStepReached(json);
    },
    decode: readStepReached,
    received({ event }): Received {
      return {
        actions: event.step.actions.slice(),
        session: event.session,
        interlocutor: event.interlocutor,
      };
    },
    encode(answer, { event }, received) {
      const model = answered(answer, event.session);
      const wire = schemas.webhook_step_reached_response.encode(model);
      const issues = checkAnswer(model, wire, received as Received);
      if (issues.length > 0) throw responseInvalid(issues);
      return wire;
    },
  };

/**
 * The one rule for what a handler leaves out: without an answer there are no actions, and without a session the session is
 * stored as the handler left it.
 */
function answered(
  answer: StepReachedEvent["answer"] | null | undefined,
  session: ConversationSession,
): StepReachedResponse {
  if (answer === undefined || answer === null) return stepReachedResponse({ actions: [], session });
  // Not by the builder, which throws where the check below names the path.
  if (isList(answer)) return { actions: answer as Action[], session };
  const leavesOut = typeof answer === "object" && answer.session === undefined;
  return leavesOut ? { ...answer, session } : answer;
}

// `Array.isArray` does not tell a read-only list from the rest.
function isList(answer: StepReachedEvent["answer"]): answer is readonly Action[] {
  return Array.isArray(answer);
}
