import { WebhookConfigError } from "@clustaar/webhook-core";
import {
  checkBoolean,
  checkFunction,
  checkOptions,
  kindOf,
  nearest,
} from "@clustaar/webhook-core/endpoint";
import { EmitterError } from "../errors.ts";
import { reportToConsole } from "../internal/report.ts";
import { type CatalogueEntry, catalogueOf } from "./catalogue.ts";
import { checkDefinitions } from "./definitions.ts";
import { type EventHooks, type Handler, runDispatch } from "./dispatch.ts";
import { listed, parseEventKey, unknownEvent } from "./event-names.ts";
import type {
  DispatchArguments,
  Dispatched,
  DispatchOptions,
  EventDefinitions,
  EventName,
  HandlerFor,
  HandlerKey,
  HandlerOptions,
  Preposition,
} from "./event-types.ts";

/** The name that an emitter's webhooks have in `include` and `exclude`. */
const WEBHOOKS = "webhooks";

/** The events of an application: handlers are registered with `on`, and `dispatch` runs them. */
export interface Events<D extends EventDefinitions = EventDefinitions> {
  /** The definitions, as they were given. */
  readonly definitions: D;
  /** The names of the events, in the order of their definition. */
  readonly names: readonly EventName<D>[];
  /**
   * Registers a handler: `measure` (or `on:measure`) does the work, `before:measure` comes before it and may throw
   * `CancelEventError`, `after:measure` gets the results. Gives a function that takes it away again.
   *
   * @throws EmitterError `event_unknown` when there is no such event or preposition.
   */
  on<K extends HandlerKey<D>>(
    key: K,
    handler: HandlerFor<D, K>,
    options?: HandlerOptions,
  ): () => void;
  /**
   * Runs an event: `before` handlers one after the other, `on` handlers together (those of one name in turn), `after` handlers
   * together, with the results. Gives the results in the order of the handlers' names.
   *
   * @throws CancelEventError when a `before` handler or webhook cancelled the event.
   * @throws EmitterError `event_unknown`, `input_invalid`, `result_invalid`, `cancel_refused`, `handler_unknown`.
   */
  dispatch<N extends EventName<D>, const O extends DispatchOptions = Record<never, never>>(
    event: N,
    ...rest: DispatchArguments<D, N, O>
  ): Promise<Dispatched<D, N, O>>;
  /**
   * Lists every event with its JSON Schemas, for documents.
   *
   * @throws EmitterError `config_invalid` when a schema's library cannot give its JSON Schema and none was given.
   */
  catalogue(): readonly CatalogueEntry[];
  /** Called with what an `after` handler throws, and with what nobody waits for any more; without a listener it goes to the console. */
  onError(listener: (error: unknown) => unknown): this;
}

/** Where an emitter joins in; not for users. */
const joinHooks = Symbol("join");

/** Lets an emitter take part in the events; gives a function that ends that. */
export function joinEvents(events: Events, hooks: EventHooks): () => void {
  const join = (events as EventsImplementation<EventDefinitions>)[joinHooks];
  if (typeof join !== "function") {
    throw new WebhookConfigError(
      "createEmitter: events: expected what createEvents gives, got something else",
    );
  }
  return join.call(events, hooks);
}

/**
 * Defines the events of an application, once: names, inputs and results are typed from it, and checked at run time.
 *
 * @throws WebhookConfigError `config_invalid` when a definition cannot work.
 *
 * @example
 * ```ts
 * import { createEvents } from "@clustaar/webhook-emitter";
 * import { z } from "zod";
 *
 * const events = createEvents({
 *   measure: {
 *     input: z.object({ metrics: z.array(z.string()) }),
 *     result: z.object({ throughput: z.number() }),
 *     description: "Measures what the application does.",
 *   },
 * });
 * events.on("measure", async () => ({ throughput: 42 }), { name: "prometheus" });
 * console.log(await events.dispatch("measure", { metrics: ["rps"] }));
 * // => [{ handler: "prometheus", value: { throughput: 42 } }]
 * ```
 */
export function createEvents<const D extends EventDefinitions>(definitions: D): Events<D> {
  checkDefinitions(definitions);
  return new EventsImplementation(definitions);
}

class EventsImplementation<D extends EventDefinitions> implements Events<D> {
  readonly definitions: D;
  readonly names: readonly EventName<D>[];
  readonly #handlers: Handler[] = [];
  readonly #hooks: EventHooks[] = [];
  readonly #listeners: ((error: unknown) => unknown)[] = [];
  #unnamed = 0;

  constructor(definitions: D) {
    this.definitions = Object.freeze({ ...definitions });
    this.names = Object.keys(definitions);
  }

  on(key: string, call: unknown, options: HandlerOptions = {}): () => void {
    const parsed = parseEventKey(String(key), (event) => this.#has(event));
    if (!parsed || typeof key !== "string") throw unknownEvent("events.on", key, this.names);
    checkFunction(`events.on: the handler of ${key}`, call);
    checkOptions("events.on", options, ["name"]);
    const name = options.name ?? `handler-${++this.#unnamed}`;
    if (typeof name !== "string" || name === "" || name === WEBHOOKS) {
      throw new WebhookConfigError(
        `events.on: name: expected a name other than "${WEBHOOKS}", which stands for the emitter's webhooks, got ${kindOf(name)}`,
      );
    }
    const handler: Handler = { ...parsed, name, call: call as Handler["call"] };
    this.#handlers.push(handler);
    return () => {
      const at = this.#handlers.indexOf(handler);
      if (at >= 0) this.#handlers.splice(at, 1);
    };
  }

  async dispatch(event: string, input?: unknown, options: DispatchOptions = {}): Promise<never> {
    if (typeof event !== "string" || !this.#has(event)) {
      throw unknownEvent("events.dispatch", event, this.names, true);
    }
    const takesPart = this.#choice(options);
    const dispatched = await runDispatch(
      {
        event,
        definition: this.definitions[event] ?? {},
        options,
        handlers: this.#inOrder().filter((one) => one.event === event && takesPart(one.name)),
        hooks: takesPart(WEBHOOKS) ? [...this.#hooks] : [],
        report: (error) => this.#report(error),
      },
      input,
    );
    return dispatched as never;
  }

  catalogue(): readonly CatalogueEntry[] {
    return this.names.map((name) => catalogueOf(name, this.definitions[name] ?? {}));
  }

  onError(listener: (error: unknown) => unknown): this {
    checkFunction("events.onError: listener", listener);
    this.#listeners.push(listener);
    return this;
  }

  [joinHooks](hooks: EventHooks): () => void {
    this.#hooks.push(hooks);
    return () => {
      const at = this.#hooks.indexOf(hooks);
      if (at >= 0) this.#hooks.splice(at, 1);
    };
  }

  #has(event: string): boolean {
    return Object.hasOwn(this.definitions, event);
  }

  /** Handlers by the order in which their names were first registered. */
  #inOrder(): Handler[] {
    const names = [...new Set(this.#handlers.map(({ name }) => name))];
    return names.flatMap((name) => this.#handlers.filter((one) => one.name === name));
  }

  #choice(options: DispatchOptions): (name: string) => boolean {
    checkOptions("events.dispatch", options, optionNames, optionNames);
    const { include, exclude, only, signal } = options;
    for (const name of ["first", "settle"] as const) {
      if (options[name] !== undefined) checkBoolean(`events.dispatch: ${name}`, options[name]);
    }
    for (const name of ["include", "exclude", "only"] as const) {
      if (options[name] === undefined || Array.isArray(options[name])) continue;
      throw new WebhookConfigError(
        `events.dispatch: ${name}: expected a list, got ${kindOf(options[name])}`,
      );
    }
    if (signal !== undefined && !(signal instanceof AbortSignal)) {
      throw new WebhookConfigError(
        `events.dispatch: signal: expected an AbortSignal, got ${kindOf(signal)}`,
      );
    }
    for (const when of only ?? []) {
      if (prepositions.includes(when)) continue;
      throw new WebhookConfigError(
        `events.dispatch: only: expected some of ${prepositions.join(", ")}, got ${JSON.stringify(when)}`,
      );
    }
    this.#checkNames("include", include);
    this.#checkNames("exclude", exclude);
    return (name) => (include?.includes(name) ?? true) && !exclude?.includes(name);
  }

  #checkNames(option: string, given: readonly string[] | undefined): void {
    if (given === undefined || given.length === 0) return;
    const known = [...new Set([...this.#handlers.map(({ name }) => name), WEBHOOKS])];
    for (const name of given) {
      if (known.includes(name)) continue;
      const meant = typeof name === "string" ? nearest(name, known) : undefined;
      const hint = meant === undefined ? "" : `, did you mean ${JSON.stringify(meant)}?`;
      throw new EmitterError(
        "handler_unknown",
        `events.dispatch: ${option}: no handler has the name ${JSON.stringify(name)}${hint}; the names are ${listed(known)}`,
      );
    }
  }

  #report(error: unknown): void {
    reportToConsole("[webhook-emitter] a handler failed:", this.#listeners, error);
  }
}

const optionNames = ["first", "include", "exclude", "only", "settle", "signal"];
const prepositions: readonly Preposition[] = ["before", "on", "after"];
