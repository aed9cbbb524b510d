import { describe, expect, it } from "vitest";
import { CancelEventError } from "../events/cancel-event-error.ts";
import { createEvents } from "../events/create-events.ts";
import { parseEventKey } from "../events/event-names.ts";
import type { DispatchOptions, Preposition } from "../events/event-types.ts";
import { builtIn, type ServoCase, servoCases } from "./cases.test-helpers.ts";
import { leftOut } from "./left-out.test-helpers.ts";

const rows = servoCases.filter(({ group }) => group === "events");

/** Where we differ on purpose; `docs/from-servo-webhooks.md` says the same to readers. */
const differences: Readonly<Record<string, string>> = {
  "events: error: an after handler fails": "it is reported, and the caller keeps the results",
  "events: error: an after handler fails, with returned exceptions":
    "it is reported, and the caller keeps the results",
};

interface Given {
  connectors: { connector: string; handlers: Record<string, unknown>[] }[];
  dispatch: Record<string, unknown>;
}

async function run({ given }: ServoCase) {
  const { connectors, dispatch } = given as Given;
  const events = createEvents({ thing: {} });
  const errors: unknown[] = [];
  events.onError((error) => errors.push(error));
  const trace: string[] = [];
  for (const { connector, handlers } of connectors) {
    const name = connector.toLowerCase();
    for (const handler of handlers) {
      const when = handler.when as Preposition;
      const label = [name, when, ...(handler.name ? [handler.name] : [])].join(" ");
      events.on(
        `${when}:thing`,
        async (results: unknown, { event }: { event: string }) => {
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
            const values = (results as { value: unknown }[]).map(({ value }) => value);
            trace.push(`${label} sees ${JSON.stringify(values).replaceAll('"', "'")}`);
          }
          return handler.returnsCurrent ? event : handler.returns;
        },
        { name },
      );
    }
  }
  const options = {
    ...(dispatch.first ? { first: true } : {}),
    ...(dispatch.return_exceptions ? { settle: true } : {}),
    ...(dispatch.include ? { include: dispatch.include } : {}),
    ...(dispatch.exclude ? { exclude: dispatch.exclude } : {}),
    ...(dispatch.prepositions ? { only: dispatch.prepositions } : {}),
  } as DispatchOptions;
  let outcome: { returns?: unknown; raises?: Error };
  try {
    const event = (dispatch.event ?? "thing") as "thing";
    outcome = { returns: await events.dispatch(event, undefined, options) };
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

function compare(row: ServoCase, outcome: Awaited<ReturnType<typeof run>>) {
  const older = row.expected_0_2_3;
  const cancelled = row.given.connectors?.some((one: Given["connectors"][0]) =>
    one.handlers.some(({ when, cancels }) => when === "before" && cancels),
  );
  if (cancelled) {
    // Whatever the original makes of it: a refused event must never look done.
    const by = row.expected.log[0][1] as string;
    expect(outcome.raises).toBeInstanceOf(CancelEventError);
    expect(by).toContain((outcome.raises as CancelEventError).reason);
    expect(by).toContain(`"${(outcome.raises as CancelEventError).by}"`);
  } else if (row.expected.raises && !(older && "returns" in older && row.original_defect)) {
    const { raises, message } = row.expected.raises;
    if (raises === "KeyError") expect(outcome.raises).toMatchObject({ code: "event_unknown" });
    else if (raises === "TypeError") {
      expect(outcome.raises).toMatchObject({
        code: "cancel_refused",
        cause: { name: "CancelEventError" },
      });
    } else expect(outcome.raises).toMatchObject({ message, kind: raises });
  } else {
    expect(outcome.raises).toBeUndefined();
    const agrees = [row.expected, older]
      .filter((one) => one && "returns" in one)
      .map((one) => one.returns);
    expect(agrees).toContainEqual(asRow(outcome.returns));
  }
  expect([row.expected.trace, older?.trace]).toContainEqual(outcome.trace);
}

/** Declarations that are no matter of Python's annotations alone. */
function declare({ name, expected }: ServoCase): void {
  const declared: Readonly<Record<string, () => unknown>> = {
    "an event": () => createEvents({ new_event: {} }),
    "an event under another name": () => createEvents({ other: {} }),
    "an event with an empty name": () => createEvents({ "": {} }),
    "a handler of an unknown event": () =>
      createEvents({ new_event: {} }).on("nope" as never, (() => {}) as never),
    "handler, the same signature": () =>
      createEvents({ new_event: {} }).on("new_event", async () => 1),
    "handler, another name": () =>
      createEvents({ new_event: {} }).on("new_event", function other() {}),
    "handler, not asynchronous": () => createEvents({ new_event: {} }).on("new_event", () => 1),
    "handler, after, the results": () =>
      createEvents({ new_event: {} }).on("after:new_event", (_results) => {}),
  };
  const run = declared[name.slice("events: declare: ".length)];
  if (!run) throw new Error(`${name}: neither run nor left out`);
  if (expected.outcome === "accepted") expect(run()).toBeDefined();
  else expect(run).toThrow('there is no event "nope"');
}

describe("events, against the original", () => {
  for (const row of rows) {
    const { name, given, expected } = row;
    if (leftOut[name]) continue;
    it(name, async () => {
      if (name.startsWith("events: declare: ")) {
        declare(row);
      } else if (row.read) {
        expect(row.given.question, "read, not run").toBeTypeOf("string");
      } else if (given.question) {
        const events = createEvents(
          Object.fromEntries(expected.events.map((event: string) => [event, {}])),
        );
        expect(events.names).toEqual(builtIn);
      } else if (given.text !== undefined) {
        const key = parseEventKey(given.text, (event) => builtIn.includes(event));
        expect(key !== undefined).toBe(expected.found);
        if (key) expect([key.event, key.when]).toEqual([expected.written, expected.when]);
      } else if (name === "events: include: an unknown name") {
        expect(row.original_defect).toBeDefined();
        expect((await run(row)).raises).toMatchObject({ code: "handler_unknown" });
      } else if (differences[name]) {
        const outcome = await run(row);
        expect(outcome.raises, differences[name]).toBeUndefined();
        expect(outcome.errors).toMatchObject([{ message: expected.raises.message }]);
        expect(outcome.trace).toEqual(expected.trace);
        expect(outcome.returns).toHaveLength(1);
      } else if (name === "events: first: no handler") {
        expect((await run(row)).returns).toBeNull();
      } else compare(row, await run(row));
    });
  }
});

it("each row that is left out stands in the file, and is not called a defect of the original without an answer", () => {
  const names = new Set(rows.map(({ name }) => name));
  for (const name of [...Object.keys(differences)]) expect(names).toContain(name);
});
