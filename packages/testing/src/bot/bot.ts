import { type Action, schemas, type Target, type Wire } from "@clustaar/webhook-core";
import { ConversationError } from "../errors.ts";
import { decodeAsSent } from "../exchange/decode-as-sent.ts";
import type { BotFile, BotFileStep } from "./bot-file.ts";
import { fits } from "./texts.ts";

/** One step of the bot, with what its file leaves out filled in. */
export interface BotStep {
  /** The step's id. */
  readonly id: string;
  /** The step's name. */
  readonly name: string;
  /** The step's user data. */
  readonly userData: string;
  /** Whether reaching it calls the webhook. */
  readonly webhook: boolean;
  /** The actions it is configured to run. */
  readonly actions: readonly Action[];
}

/** The step's actions as they are sent. */
export type WireActions = readonly Wire[];

const DEFAULT_ID = "507f1f77bcf86cd799439011";
const DEFAULT_STEP = "507f191e810c19729de860ea";

/** What a conversation asks of its bot. Without a file every step exists, calls the webhook and has no actions. */
export class Bot {
  readonly file: BotFile | undefined;
  readonly id: string;
  readonly start: string;
  readonly isTeamOnline: boolean;
  readonly #steps: ReadonlyMap<string, BotFileStep>;
  readonly #models = new Map<string, BotStep>();

  constructor(file: BotFile | undefined) {
    const steps = file?.steps ?? [];
    this.file = file;
    this.id = file?.id ?? DEFAULT_ID;
    this.start = file?.start ?? steps[0]?.id ?? DEFAULT_STEP;
    this.isTeamOnline = file?.team === "online";
    this.#steps = new Map(steps.map((step) => [step.id, step]));
  }

  /**
   * The step of an id.
   *
   * @throws ConversationError `unknown_step`, naming the steps there are.
   */
  step(id: string): BotStep {
    let step = this.#models.get(id);
    if (step === undefined) {
      step = modelOf(this.#find(id));
      this.#models.set(id, step);
    }
    return step;
  }

  /** The actions of a step exactly as its file holds them. */
  wireActions(id: string): WireActions {
    return this.#find(id).actions ?? [];
  }

  /** The id of a step by its id or by its name. */
  idOf(idOrName: string): string {
    if (this.#steps.has(idOrName)) return idOrName;
    const named = [...this.#steps.values()].find(({ name }) => name === idOrName);
    return named?.id ?? this.#find(idOrName).id;
  }

  /** The id of the step that a target leads to. */
  stepOf(target: Target): string {
    if (target.type === "step") return target.stepId;
    const story = this.file?.stories?.find(({ id }) => id === target.storyId);
    if (story !== undefined) return story.step;
    throw new ConversationError(
      "unknown_step",
      `no first step is known for the story ${target.storyId}${target.name ? ` ("${target.name}")` : ""}; name it in the bot file: "stories": [{ "id": "${target.storyId}", "step": "<id>" }]`,
    );
  }

  /** The id of the step that a typed text leads to; undefined: it reaches the current one. */
  stepForText(text: string): string | undefined {
    return this.file?.texts?.find(({ when }) => fits(when, text))?.step;
  }

  /** The id of the step that a custom event leads to; undefined: it reaches the current one. */
  stepForEvent(name: string): string | undefined {
    return this.file?.events?.find(({ when }) =>
      typeof when === "string" ? when === name : when.includes(name),
    )?.step;
  }

  /** Whether a text carries an intent. */
  hasIntent(id: string, text: string): boolean {
    return (
      this.file?.intents?.some((intent) => intent.id === id && fits(intent.when, text)) ?? false
    );
  }

  #find(id: string): BotFileStep {
    const step = this.#steps.get(id);
    if (step !== undefined) return step;
    if (this.file === undefined) return { id };
    const known = [...this.#steps.values()].map((one) => `${one.name ?? one.id} (${one.id})`);
    throw new ConversationError(
      "unknown_step",
      `the step ${id} is not in the bot file; its steps are ${known.join(", ")}`,
    );
  }
}

function modelOf({
  id,
  name = id,
  userData = "{}",
  webhook = true,
  actions = [],
}: BotFileStep): BotStep {
  const step = decodeAsSent(schemas.webhook_step, { id, name, userData, actions });
  return { id, name, userData, webhook, actions: step.actions };
}
