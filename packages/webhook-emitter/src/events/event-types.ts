import type { StandardSchemaV1 } from "@standard-schema/spec";

/** A JSON Schema, as a plain object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What is known of one event: what it is about, and what its handlers give. */
export interface EventDefinition {
  /** The schema of what the event is about, of any Standard Schema library; left out: it is about nothing. */
  readonly input?: StandardSchemaV1;
  /** The schema of what an `on` handler gives; left out: anything. */
  readonly result?: StandardSchemaV1;
  /** One sentence or more for the catalogue. */
  readonly description?: string;
  /** An input as an example, for the catalogue and for `sendExample`; it has to fit the schema. */
  readonly example?: unknown;
  /** What one handler gives, as an example. */
  readonly exampleResult?: unknown;
  /** Why the event should not be used any more and what to use; true: just that. */
  readonly deprecated?: string | true;
  /** The JSON Schemas, where the schema's library cannot give them. */
  readonly jsonSchema?: { readonly input?: JsonSchema; readonly result?: JsonSchema };
}

/** Events by name. */
export type EventDefinitions = Readonly<Record<string, EventDefinition>>;

/** The names of the events. */
export type EventName<D extends EventDefinitions> = keyof D & string;

/** What `dispatch` takes for an event. */
export type EventInput<
  D extends EventDefinitions,
  N extends EventName<D>,
> = D[N]["input"] extends StandardSchemaV1 ? StandardSchemaV1.InferInput<D[N]["input"]> : undefined;

/** What a handler is given: the input as its schema gives it. */
export type HandledInput<
  D extends EventDefinitions,
  N extends EventName<D>,
> = D[N]["input"] extends StandardSchemaV1
  ? StandardSchemaV1.InferOutput<D[N]["input"]>
  : undefined;

/** What an `on` handler may return. */
export type HandlerReturn<
  D extends EventDefinitions,
  N extends EventName<D>,
> = D[N]["result"] extends StandardSchemaV1 ? StandardSchemaV1.InferInput<D[N]["result"]> : unknown;

/** What the caller of `dispatch` gets of each handler. */
export type HandlerValue<
  D extends EventDefinitions,
  N extends EventName<D>,
> = D[N]["result"] extends StandardSchemaV1
  ? StandardSchemaV1.InferOutput<D[N]["result"]>
  : unknown;

/** What one handler gave. */
export interface HandlerResult<Value = unknown> {
  /** The handler's name. */
  readonly handler: string;
  /** What it returned, as the result's schema gives it. */
  readonly value: Value;
}

/** What one handler gave, or what it threw, with `settle: true`. */
export type SettledResult<Value = unknown> =
  | HandlerResult<Value>
  | { readonly handler: string; readonly error: unknown };

/** When a handler runs. */
export type Preposition = "before" | "on" | "after";

/** What a handler is told besides the input. */
export interface HandlerContext {
  /** The name of the event. */
  readonly event: string;
  /** Aborted when the caller gives up, and when another handler of the event has failed. */
  readonly signal: AbortSignal;
}

/** What may be said where a handler is registered. */
export interface HandlerOptions {
  /** Its name in the results; handlers of one name run one after the other. Default `handler-1` and so on. */
  readonly name?: string;
}

/** How an event is dispatched. */
export interface DispatchOptions {
  /** Only the first handler is asked, and its result alone is given; null where there is none. */
  readonly first?: boolean;
  /** Names whose handlers run, and no others; the emitter's webhooks have the name `webhooks`. */
  readonly include?: readonly string[];
  /** Names whose handlers do not run. */
  readonly exclude?: readonly string[];
  /** Which handlers run; default all three. */
  readonly only?: readonly Preposition[];
  /** An `on` handler that throws gives `{ handler, error }` instead of rejecting. */
  readonly settle?: boolean;
  /** Ends the event: the next handlers do not run, and those that run are told. */
  readonly signal?: AbortSignal;
}

/** What the names of `on` may be: an event, or one with its preposition. */
export type HandlerKey<D extends EventDefinitions> =
  | EventName<D>
  | `${Preposition}:${EventName<D>}`;

/** The handler that fits a {@link HandlerKey}. */
export type HandlerFor<
  D extends EventDefinitions,
  K extends HandlerKey<D>,
> = K extends `before:${infer N extends EventName<D>}`
  ? (input: HandledInput<D, N>, context: HandlerContext) => unknown
  : K extends `after:${infer N extends EventName<D>}`
    ? (
        results: readonly HandlerResult<HandlerValue<D, N>>[],
        context: HandlerContext & { readonly input: HandledInput<D, N> },
      ) => unknown
    : K extends `on:${infer N extends EventName<D>}` | (infer N extends EventName<D>)
      ? (
          input: HandledInput<D, N>,
          context: HandlerContext,
        ) => HandlerReturn<D, N> | Promise<HandlerReturn<D, N>>
      : never;

/** What `dispatch` gives, as its options say. */
export type Dispatched<
  D extends EventDefinitions,
  N extends EventName<D>,
  O extends DispatchOptions,
> = O extends { first: true }
  ? O extends { settle: true }
    ? SettledResult<HandlerValue<D, N>> | null
    : HandlerResult<HandlerValue<D, N>> | null
  : O extends { settle: true }
    ? readonly SettledResult<HandlerValue<D, N>>[]
    : readonly HandlerResult<HandlerValue<D, N>>[];

/** What follows the event's name in `dispatch`: the input may be left out of an event that is about nothing. */
export type DispatchArguments<
  D extends EventDefinitions,
  N extends EventName<D>,
  O extends DispatchOptions,
> =
  undefined extends EventInput<D, N>
    ? [input?: EventInput<D, N>, options?: O]
    : [input: EventInput<D, N>, options?: O];
