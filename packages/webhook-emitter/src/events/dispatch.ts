import { EmitterError } from "../errors.ts";
import { CancelEventError, isCancel } from "./cancel-event-error.ts";
import type {
  DispatchOptions,
  EventDefinition,
  HandlerContext,
  HandlerResult,
  Preposition,
  SettledResult,
} from "./event-types.ts";
import { validate } from "./validate.ts";

/** One registered handler. */
export interface Handler {
  readonly when: Preposition;
  readonly event: string;
  readonly name: string;
  readonly call: (argument: unknown, context: HandlerContext) => unknown;
}

/** What an emitter does around the handlers of an event. */
export interface EventHooks {
  /** Asks the webhooks of `before:`, and gives the input as they leave it. */
  before(event: string, input: unknown, signal: AbortSignal): Promise<unknown>;
  /** Stores what the webhooks of `after:` get. */
  after(event: string, input: unknown, results: readonly SettledResult[]): Promise<void>;
}

/** Everything one dispatch needs to know. */
export interface Dispatch {
  readonly event: string;
  readonly definition: EventDefinition;
  readonly options: DispatchOptions;
  /** The handlers of the event that take part, in the order of their names. */
  readonly handlers: readonly Handler[];
  readonly hooks: readonly EventHooks[];
  report(error: unknown): void;
}

/** Runs an event: before, on, after. */
export async function runDispatch(dispatch: Dispatch, given: unknown): Promise<unknown> {
  const { event, definition, options } = dispatch;
  const what = `dispatch: the input of ${JSON.stringify(event)}`;
  const failed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
  const context: HandlerContext = { event, signal };
  const runs = (when: Preposition) => options.only?.includes(when) ?? true;
  signal.throwIfAborted();

  let input = await validate("input_invalid", what, definition.input, given);
  if (runs("before")) {
    await runBefore(dispatch, input, context);
    for (const hooks of dispatch.hooks) {
      const amended = await hooks.before(event, input, signal);
      if (amended === input) continue;
      input = await validate(
        "input_invalid",
        `${what}, as a webhook amended it`,
        definition.input,
        amended,
      );
    }
  }
  let results: SettledResult[] = [];
  if (runs("on")) {
    try {
      results = await runOn(dispatch, input, context);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  }
  if (runs("after")) {
    const stored = dispatch.hooks.map((hooks) => hooks.after(event, input, results));
    const ran = runAfter(dispatch, results, { ...context, input } as HandlerContext);
    for (const outcome of await Promise.allSettled(stored)) {
      if (outcome.status === "rejected") dispatch.report(outcome.reason);
    }
    await ran;
  }
  return options.first ? (results[0] ?? null) : results;
}

/** One after the other; the first that throws ends the event. */
async function runBefore(dispatch: Dispatch, input: unknown, context: HandlerContext) {
  for (const { when, name, call } of dispatch.handlers) {
    if (when !== "before") continue;
    context.signal.throwIfAborted();
    try {
      await call(input, context);
    } catch (error) {
      if (!isCancel(error)) throw error;
      throw new CancelEventError(error.reason, { event: context.event, by: name, cause: error });
    }
  }
}

/** Names run together, the handlers of one name in turn; results stand in the order of the names. */
async function runOn(
  dispatch: Dispatch,
  input: unknown,
  context: HandlerContext,
): Promise<SettledResult[]> {
  const { first, settle } = dispatch.options;
  const handlers = dispatch.handlers.filter(({ when }) => when === "on");
  const runs = lanesOf(first ? handlers.slice(0, 1) : handlers).map(async (lane) => {
    const results: SettledResult[] = [];
    for (const handler of lane) {
      context.signal.throwIfAborted();
      try {
        results.push(await runOne(dispatch, handler, input, context));
      } catch (error) {
        if (!settle || isMisplaced(error)) throw error;
        results.push({ handler: handler.name, error });
      }
    }
    return results;
  });
  try {
    return (await Promise.all(runs)).flat();
  } catch (error) {
    // What the others throw later has nobody left to tell but the listeners.
    for (const run of runs) run.catch((other) => other !== error && dispatch.report(other));
    throw error;
  }
}

async function runOne(
  { event, definition }: Dispatch,
  { name, call }: Handler,
  input: unknown,
  context: HandlerContext,
): Promise<HandlerResult> {
  let value: unknown;
  try {
    value = await call(input, context);
  } catch (error) {
    throw isCancel(error) ? cancelRefused("on", event, name, error) : error;
  }
  const what = `dispatch: what ${JSON.stringify(name)} returned for ${JSON.stringify(event)}`;
  return { handler: name, value: await validate("result_invalid", what, definition.result, value) };
}

/** All together; a failure takes nothing away from the caller, but one that tries to cancel is a mistake to be seen. */
async function runAfter(
  dispatch: Dispatch,
  results: readonly SettledResult[],
  context: HandlerContext,
) {
  const handlers = dispatch.handlers.filter(({ when }) => when === "after");
  let misplaced: EmitterError | undefined;
  await Promise.all(
    lanesOf(handlers).map(async (lane) => {
      for (const { name, call } of lane) {
        try {
          await call(results, context);
        } catch (error) {
          if (isCancel(error)) misplaced ??= cancelRefused("after", dispatch.event, name, error);
          else dispatch.report(error);
        }
      }
    }),
  );
  if (misplaced) throw misplaced;
}

/** Handlers by name: those of one name run one after the other. */
function lanesOf(handlers: readonly Handler[]): Handler[][] {
  const lanes = new Map<string, Handler[]>();
  for (const handler of handlers) {
    const lane = lanes.get(handler.name);
    if (lane) lane.push(handler);
    else lanes.set(handler.name, [handler]);
  }
  return [...lanes.values()];
}

function cancelRefused(
  when: "on" | "after",
  event: string,
  name: string,
  cause: unknown,
): EmitterError {
  return new EmitterError(
    "cancel_refused",
    `dispatch: the ${when} handler ${JSON.stringify(name)} of ${JSON.stringify(event)} cannot cancel an event that has begun; throw CancelEventError in a handler of before:${event}`,
    { cause },
  );
}

function isMisplaced(error: unknown): boolean {
  return error instanceof EmitterError && error.code === "cancel_refused";
}
