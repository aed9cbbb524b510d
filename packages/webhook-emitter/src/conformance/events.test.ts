import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CancelEventError } from "../events/cancel-event-error.ts";
import { createEvents } from "../events/create-events.ts";
import { parseEventKey } from "../events/event-names.ts";
import type { DispatchOptions, Preposition } from "../events/event-types.ts";
import { builtIn, casesOf, type ServoCase, understands } from "./cases.test-helpers.ts";
import { declareRow } from "./declare.test-helpers.ts";
import { reasonToLeaveOut } from "./left-out.test-helpers.ts";

// What differs on purpose is told by what a row says, not by its name; docs/from-servo-webhooks.md says the same to readers.

interface Given {
  connectors: { connector: string; handlers: Record<string, unknown>[] }[];
  dispatch: Record<string, unknown>;
  arguments?: unknown[];
}

const handlerKeys = [
  "when",
  "name",
  "takes",
  "cancels",
  "raises",
  "showResults",
  "returns",
  "returnsCurrent",
  "returnsArguments",
  "kwargs",
];
/** Keys of `dispatch` that are options, each with ours; all others are arguments of the event. */
const options: Readonly<Record<string, keyof DispatchOptions | "event" | "objects">> = {
  first: "first",
  return_exceptions: "settle",
  include: "include",
  exclude: "exclude",
  prepositions: "only",
  event: "event",
  objects: "objects",
};

async function run({ name: row, given }: ServoCase) {
  understands(row, given, ["connectors", "dispatch", "arguments"]);
  const { connectors, dispatch, arguments: positional = [] } = given as Given;
  const events = createEvents({ thing: { input: z.unknown() } });
  const errors: unknown[] = [];
  events.onError((error) => errors.push(error));
  const trace: string[] = [];
  for (const { connector, handlers } of connectors) {
    const name = connector.toLowerCase();
    for (const handler of handlers) {
      understands(row, handler, handlerKeys);
      const when = handler.when as Preposition;
      const label = [name, when, ...(handler.name ? [handler.name] : [])].join(" ");
      events.on(
        `${when}:thing`,
        async (input: unknown, { event }: { event: string }) => {
          if (handler.takes) {
            trace.push(`${label} starts`);
            await new Promise((resolve) => setTimeout(resolve, Number(handler.takes) * 10));
            trace.push(`${label} ends`);
          } else trace.push(label);
          if (handler.cancels) throw new CancelEventError(String(handler.cancels));
          if (handler.raises) {
            const [kind, message] = handler.raises as [string, string];
            throw Object.assign(new Error(message), { kind });
          }
          if (handler.showResults) {
            const values = (input as { value: unknown }[]).map(({ value }) => value);
            trace.push(`${label} sees ${JSON.stringify(values).replaceAll('"', "'")}`);
          }
          if (handler.returnsArguments) {
            // What a handler was registered with, its closure holds.
            const { positional, named } = input as { positional: unknown[]; named: object };
            return { positional, named: { ...(handler.kwargs as object), ...named } };
          }
          return handler.returnsCurrent ? event : handler.returns;
        },
        { name },
      );
    }
  }
  const said = Object.entries(dispatch);
  const ours = said.flatMap(([key, value]) => {
    const option = options[key];
    const isOption = option !== undefined && option !== "event" && option !== "objects";
    return isOption ? [[option, value] as const] : [];
  });
  const named = Object.fromEntries(said.filter(([key]) => !(key in options)));
  let outcome: { returns?: unknown; raises?: Error };
  try {
    const event = (dispatch.event ?? "thing") as "thing";
    const input = { positional, named };
    outcome = { returns: await events.dispatch(event, input, Object.fromEntries(ours)) };
  } catch (error) {
    outcome = { raises: error as Error };
  }
  return { ...outcome, trace: [...trace], errors };
}

/** Our results, in the words of the rows. */
function asRow(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(asRow);
  if (result === null) return null;
  const { handler, value, error } = result as {
    handler: string;
    value?: unknown;
    error?: Error & { kind?: string };
  };
  const shown = error ? { exception: error.kind, message: error.message } : (value ?? null);
  return { connector: handler, when: "on", value: shown };
}

/** Names that are asked for and that no handler has: the original leaves them out without a word, here they are an error. */
function namesOfNobody({ connectors, dispatch }: Given): string[] {
  const names = connectors
    .filter(({ handlers }) => handlers.length > 0)
    .map(({ connector }) => connector.toLowerCase());
  const asked = [dispatch.include, dispatch.exclude].flatMap((one) => (one ?? []) as string[]);
  return asked.filter((name) => !names.includes(name));
}

const handlersOf = ({ connectors }: Given, when: Preposition) =>
  connectors.flatMap(({ handlers }) => handlers.filter((one) => one.when === when));

async function compare(row: ServoCase) {
  const given = row.given as Given;
  const older = row.expected_0_2_3;
  const { expected } = row;
  const outcome = await run(row);
  const nobody = namesOfNobody(given);
  if (nobody.length > 0) {
    expect(outcome.raises).toMatchObject({
      code: "handler_unknown",
      message: expect.stringContaining(JSON.stringify(nobody[0])),
    });
    expect(outcome.trace).toEqual([]);
    return;
  }
  const fails = handlersOf(given, "after").find(({ raises }) => raises !== undefined);
  const cancelled = handlersOf(given, "before").some(({ cancels }) => cancels);
  if (cancelled) {
    // Whatever the original makes of it: a refused event must never look done.
    const by = expected.log[0][1] as string;
    expect(outcome.raises).toBeInstanceOf(CancelEventError);
    expect(by).toContain((outcome.raises as CancelEventError).reason);
    expect(by).toContain(`"${(outcome.raises as CancelEventError).by}"`);
  } else if (fails && expected.raises?.message === (fails.raises as string[])[1]) {
    // It is reported, and the caller keeps the results.
    expect(outcome.raises).toBeUndefined();
    expect(outcome.errors).toMatchObject([{ message: expected.raises.message }]);
    expect(outcome.returns).toHaveLength(handlersOf(given, "on").length);
  } else if (expected.raises && !(older && "returns" in older && row.original_defect)) {
    const { raises, message, cause = "" } = expected.raises;
    if (raises === "KeyError") expect(outcome.raises).toMatchObject({ code: "event_unknown" });
    else if (/Cancel/.test(cause)) {
      expect(outcome.raises).toMatchObject({
        code: "cancel_refused",
        cause: { name: "CancelEventError" },
      });
    } else expect(outcome.raises).toMatchObject({ message, kind: raises });
  } else {
    expect(outcome.raises).toBeUndefined();
    const agrees = [expected, older]
      .filter((one) => one && "returns" in one)
      .map((one) => one.returns);
    expect(agrees).toContainEqual(asRow(outcome.returns));
  }
  expect([expected.trace, older?.trace]).toContainEqual(outcome.trace);
}

/** Rows that say in words what is done. */
async function inWords({ name, given, expected }: ServoCase) {
  if (given.added !== undefined) {
    // Handlers belong to one object of events, so what is added to one is not the other's.
    understands(name, given, ["connectors", "added"]);
    const [first, second] = [createEvents({ thing: {} }), createEvents({ thing: {} })];
    first.on("thing", () => 1, { name: expected.results[0] });
    expect(await first.dispatch("thing")).toEqual([{ handler: expected.results[0], value: 1 }]);
    expect(await second.dispatch("thing")).toEqual([]);
    return;
  }
  const events = createEvents({ thing: {} });
  if (given.include !== undefined) {
    understands(name, given, ["include"]);
    events.on("thing", () => 1, { name: "ann" });
    const dispatching = events.dispatch("thing", undefined, {
      include: ["of another application"],
    });
    await expect(dispatching).rejects.toMatchObject({ code: "handler_unknown" });
    return;
  }
  understands(name, given, ["dispatch"]);
  // A promise gives what it gave, as often as it is awaited; the original refuses the second time.
  const dispatching = events.dispatch("thing");
  expect(await dispatching).toEqual(expected.first);
  expect(expected.second).toHaveProperty("raises");
  expect(await dispatching).toEqual(expected.first);
}

describe("events, against the original", () => {
  for (const row of casesOf("events")) {
    const { name, given, expected } = row;
    if (reasonToLeaveOut(row)) continue;
    it(name, async () => {
      if (row.read) expect(given.question, "read, not run").toBeTypeOf("string");
      else if ("declaredAs" in given || "handler" in given || "handlerOf" in given) {
        declareRow(row);
      } else if (typeof given.event === "string") declareRow(row);
      else if (given.question) {
        const events = createEvents(
          Object.fromEntries(expected.events.map((event: string) => [event, {}])),
        );
        expect(events.names).toEqual(builtIn);
      } else if (given.text !== undefined) {
        const key = parseEventKey(given.text, (event) => builtIn.includes(event));
        expect(key !== undefined).toBe(expected.found);
        if (key) expect([key.event, key.when]).toEqual([expected.written, expected.when]);
      } else if (Array.isArray(given.connectors) && typeof given.dispatch === "object") {
        await compare(row);
      } else await inWords(row);
    });
  }
});
