import {
  SchemaError,
  type StepReachedResponse,
  schemas,
  stepReachedResponse,
  type WebhookNotification,
} from "@clustaar/schemas";
import { checkAnswer, type Received } from "./check-answer.ts";
import { type EventCodec, payloadInvalid, responseInvalid } from "./event-codec.ts";

/** What `conversation.step_reached` carries and answers. */
export interface StepReachedEvent {
  readonly payload: WebhookNotification;
  readonly answer: StepReachedResponse;
}

/** Reads tolerantly, answers strictly: the platform may learn new things, a bot may not break its limits. */
export const stepReachedCodec: EventCodec<WebhookNotification, StepReachedResponse> = {
  decode(json) {
    try {
      return schemas.webhook_request.decode(json);
    } catch (error) {
      if (error instanceof SchemaError)
        throw payloadInvalid("conversation.step_reached", error.issues);
      throw error;
    }
  },
  received({ event }): Received {
    return {
      actions: event.step.actions.slice(),
      session: event.session,
      interlocutor: event.interlocutor,
    };
  },
  encode(answer, { event }, received) {
    const model = answer ?? stepReachedResponse({ actions: [], session: event.session });
    const wire = schemas.webhook_step_reached_response.encode(model);
    const issues = checkAnswer(model, wire, received as Received);
    if (issues.length > 0) throw responseInvalid(issues);
    return wire;
  },
};
