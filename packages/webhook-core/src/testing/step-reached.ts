import {
  type Input,
  type Interlocutor,
  interlocutor,
  type Json,
  notification,
  type Step,
  schemas,
  step,
  stepReached,
} from "@clustaar/schemas";
import { checkOptions } from "../endpoint/option-checks.ts";

/** How a notification of {@link stepReachedNotification} differs from the default, with the names of the models. */
export interface StepReachedOverrides {
  /** The id of the bot. */
  readonly botId?: string;
  /** Seconds since 1970. */
  readonly timestamp?: number;
  /** Where the conversation takes place, such as `facebook`. */
  readonly channel?: string;
  /** The step that was reached: what is given replaces what stands there by default. */
  readonly step?: Partial<Step>;
  /** The values of the session, or a session model: `{ values }`. */
  readonly session?: Record<string, Json>;
  /** Who the bot is talking to: what is given replaces what stands there by default. */
  readonly interlocutor?: Partial<Interlocutor>;
  /** What made the conversation reach the step. */
  readonly input?: Input;
}

/**
 * Builds a valid `conversation.step_reached` notification as the platform sends it: JSON with the wire's own keys.
 *
 * @example
 * ```ts
 * import { sendTextAction } from "@clustaar/webhook-core";
 * import { stepReachedNotification } from "@clustaar/webhook-core/testing";
 *
 * const notification = stepReachedNotification({ step: { actions: [sendTextAction({ alternatives: ["Hi"] })] } });
 * console.log(notification.botID); // "507f1f77bcf86cd799439011"
 * ```
 */
export function stepReachedNotification(
  overrides: StepReachedOverrides = {},
): Record<string, unknown> {
  const known = ["botId", "timestamp", "channel", "step", "session", "interlocutor", "input"];
  checkOptions("stepReachedNotification", overrides, known);
  checkModel("stepReachedNotification: step", overrides.step, schemas.webhook_step);
  checkModel(
    "stepReachedNotification: interlocutor",
    overrides.interlocutor,
    schemas.webhook_interlocutor,
  );
  const event = stepReached({
    channel: overrides.channel ?? "customer_chat",
    interlocutor: interlocutor({
      id: "507f191e810c19729de860eb",
      remoteId: "42",
      location: null,
      email: "tintin@moulinsart.example",
      firstName: "Tintin",
      lastName: null,
      phoneNumber: null,
      customAttributes: {},
      ...overrides.interlocutor,
    }),
    session: { values: valuesOf(overrides.session ?? {}) },
    step: step({
      id: "507f191e810c19729de860ea",
      name: "A step",
      userData: "{}",
      actions: [],
      ...overrides.step,
    }),
    input: overrides.input ?? { type: "message", text: "Hello", attachments: [] },
  });
  const model = notification({
    topic: "conversation.step_reached",
    botId: overrides.botId ?? "507f1f77bcf86cd799439011",
    timestamp: overrides.timestamp ?? Math.floor(Date.now() / 1000),
    event,
  });
  return schemas.webhook_request.encode(model) as Record<string, unknown>;
}

/** Refuses a key that the model does not have: a typing error would silently leave the default. */
function checkModel(what: string, model: object | undefined, { fields }: { fields: Fields }): void {
  if (model === undefined) return;
  const names = Object.entries(fields).map(([key, { spec }]) => spec.presence.as ?? key);
  checkOptions(what, model, [...names, "extra"]);
}

type Fields = (typeof schemas.card)["fields"];

/** Takes a session model for its values. */
function valuesOf(session: Record<string, Json>): Record<string, Json> {
  const { values, ...rest } = session;
  const isModel = Object.keys(rest).length === 0 && typeof values === "object" && values !== null;
  return isModel ? (values as Record<string, Json>) : session;
}
