import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { z } from "zod";
import { CancelEventError } from "./cancel-event-error.ts";
import { createEvents } from "./create-events.ts";
import type { HandlerResult, SettledResult } from "./event-types.ts";

function make() {
  return createEvents({
    measure: {
      input: z.object({ metrics: z.array(z.string()), times: z.number().default(1) }),
      result: z.object({ throughput: z.number() }),
      description: "Measures.",
      example: { metrics: ["rps"] },
    },
    "order.paid": { input: z.object({ total: z.number() }), deprecated: "use order.settled" },
    startup: {},
  });
}
const input = { metrics: ["rps"] };

describe("types", () => {
  it("follow from the one definition", async () => {
    const events = make();
    events.on("measure", (input, { signal }) => {
      expectTypeOf(input).toEqualTypeOf<{ metrics: string[]; times: number }>();
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
      return { throughput: input.times };
    });
    events.on("before:measure", (input) => {
      expectTypeOf(input.times).toEqualTypeOf<number>();
    });
    events.on("after:measure", (results) => {
      expectTypeOf(results).toEqualTypeOf<readonly HandlerResult<{ throughput: number }>[]>();
    });
    expectTypeOf(await events.dispatch("measure", input)).toEqualTypeOf<
      readonly HandlerResult<{ throughput: number }>[]
    >();
    expectTypeOf(
      await events.dispatch("measure", input, { first: true }),
    ).toEqualTypeOf<HandlerResult<{ throughput: number }> | null>();
    expectTypeOf(await events.dispatch("measure", input, { settle: true })).toEqualTypeOf<
      readonly SettledResult<{ throughput: number }>[]
    >();
    await events.dispatch("startup");
    const wrong = () => {
      // @ts-expect-error there is no such event
      events.on("mesure", () => {});
      // @ts-expect-error there is no such preposition
      events.on("during:measure", () => {});
      // @ts-expect-error a handler returns what the result's schema takes
      events.on("measure", () => ({ throughput: "many" }));
      // @ts-expect-error the input is missing
      void events.dispatch("measure");
      // @ts-expect-error the input is of another type
      void events.dispatch("order.paid", { total: "5" });
    };
    expect(wrong).toBeTypeOf("function");
  });
});

describe("dispatch", () => {
  it("gives the results of the handlers, named, with defaults filled in", async () => {
    const events = make();
    events.on("measure", ({ times }) => ({ throughput: times }), { name: "prometheus" });
    events.on("measure", async () => ({ throughput: 2 }));
    expect(await events.dispatch("measure", input)).toEqual([
      { handler: "prometheus", value: { throughput: 1 } },
      { handler: "handler-1", value: { throughput: 2 } },
    ]);
  });

  it("rejects with the cancel of a before handler, and runs nothing after it", async () => {
    const events = make();
    const on = vi.fn(() => ({ throughput: 1 }));
    events.on(
      "before:measure",
      () => {
        throw new CancelEventError("not now");
      },
      { name: "gate" },
    );
    events.on("measure", on);
    events.on("after:measure", on);
    await expect(events.dispatch("measure", input)).rejects.toMatchObject({
      name: "CancelEventError",
      reason: "not now",
      event: "measure",
      by: "gate",
    });
    expect(on).not.toHaveBeenCalled();
  });

  it("refuses to cancel where it is too late", async () => {
    for (const key of ["measure", "after:measure"] as const) {
      const events = make();
      events.on(key, () => {
        throw new CancelEventError("late");
      });
      await expect(events.dispatch("measure", input, { settle: true })).rejects.toMatchObject({
        code: "cancel_refused",
        message: expect.stringContaining("before:measure"),
        cause: { reason: "late" },
      });
    }
  });

  it("reports an after handler that fails, and gives the results all the same", async () => {
    const events = make();
    const errors: unknown[] = [];
    const failure = new Error("no disk");
    events.onError((error) => errors.push(error));
    events.on("measure", () => ({ throughput: 1 }), { name: "a" });
    events.on("after:measure", () => {
      throw failure;
    });
    const other = vi.fn();
    events.on("after:measure", other);
    expect(await events.dispatch("measure", input)).toHaveLength(1);
    expect(errors).toEqual([failure]);
    expect(other).toHaveBeenCalledWith(
      [{ handler: "a", value: { throughput: 1 } }],
      expect.objectContaining({ event: "measure", input: { metrics: ["rps"], times: 1 } }),
    );
  });

  it("tells the other handlers when one has failed, and reports what they throw later", async () => {
    const events = make();
    const errors: unknown[] = [];
    events.onError((error) => errors.push(error));
    const late = new Error("late");
    events.on("measure", () => {
      throw new Error("boom");
    });
    events.on(
      "measure",
      (_input, { signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(late))),
    );
    await expect(events.dispatch("measure", input)).rejects.toThrow("boom");
    await vi.waitFor(() => expect(errors).toEqual([late]));
  });

  it("ends when its signal is aborted", async () => {
    const events = make();
    const controller = new AbortController();
    events.on("before:measure", () => controller.abort(new Error("gave up")));
    const on = vi.fn(() => ({ throughput: 1 }));
    events.on("measure", on);
    await expect(events.dispatch("measure", input, { signal: controller.signal })).rejects.toThrow(
      "gave up",
    );
    expect(on).not.toHaveBeenCalled();
  });

  it("checks inputs and results at run time, with the path", async () => {
    const events = make();
    await expect(events.dispatch("measure", { metrics: [5] } as never)).rejects.toMatchObject({
      code: "input_invalid",
      message: expect.stringContaining('the input of "measure": metrics.0: '),
      issues: [{ path: ["metrics", 0] }],
    });
    events.on("measure", () => ({ throughput: "x" }) as never, { name: "odd" });
    await expect(events.dispatch("measure", input)).rejects.toMatchObject({
      code: "result_invalid",
      message: expect.stringContaining('what "odd" returned for "measure": throughput: '),
    });
    expect(await events.dispatch("measure", input, { settle: true })).toMatchObject([
      { handler: "odd", error: { code: "result_invalid" } },
    ]);
  });

  it("names what exists and what was meant", async () => {
    const events = make();
    expect(() => events.on("mesure" as never, (() => {}) as never)).toThrow(
      'events.on: there is no event "mesure"; did you mean "measure"? The events are "measure", "order.paid", "startup"',
    );
    expect(() => events.on("befor:measure" as never, (() => {}) as never)).toThrow(
      'did you mean "before:measure"?',
    );
    await expect(events.dispatch("toString" as never, undefined as never)).rejects.toThrow(
      "there is no event",
    );
    await expect(events.dispatch("measure", input, { include: ["nobody"] })).rejects.toMatchObject({
      code: "handler_unknown",
    });
    await expect(events.dispatch("measure", input, { frist: true } as never)).rejects.toThrow(
      'unknown option "frist"',
    );
    await expect(events.dispatch("measure", input, { only: ["during"] as never })).rejects.toThrow(
      "expected some of before, on, after",
    );
  });

  it.each([
    [{ first: 1 }, "first: expected true or false, got a number"],
    [{ settle: "yes" }, "settle: expected true or false, got a string"],
    [{ include: "gate" }, "include: expected a list, got a string"],
    [{ exclude: null }, "exclude: expected a list, got null"],
    [{ only: "before" }, "only: expected a list, got a string"],
    [{ signal: {} }, "signal: expected an AbortSignal, got an object"],
    [null, "expected an object of options, got null"],
  ])("refuses the options %j", async (options, message) => {
    const events = make();
    events.on("measure", () => ({ throughput: 1 }), { name: "gate" });
    await expect(events.dispatch("measure", input, options as never)).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringContaining(message),
    });
  });

  it("asks for the name alone, where a preposition stands in front", async () => {
    await expect(make().dispatch("before:measure" as never, input as never)).rejects.toThrow(
      'there is no event "before:measure"; did you mean "measure"? The events are',
    );
  });

  it("takes a handler away again", async () => {
    const events = make();
    const off = events.on("measure", () => ({ throughput: 1 }));
    off();
    off();
    expect(await events.dispatch("measure", input)).toEqual([]);
  });
});

describe("createEvents", () => {
  it.each([
    [null, "expected an object of events by name, got null"],
    [{ "before:a": {} }, "without before:, on:, after:"],
    [{ "a.*": {} }, "without *"],
    [{ "a\0": {} }, "expected a name of whole characters without U+0000"],
    [{ a: { inptu: {} } }, 'unknown option "inptu"'],
    [
      { a: { input: {} } },
      'createEvents: "a": input: expected a schema of a Standard Schema library',
    ],
    [{ a: { deprecated: false } }, "deprecated: expected true, or text"],
    [{ a: { description: 5 } }, "description: expected text, got a number"],
  ])("refuses %j", (definitions, message) => {
    expect(() => createEvents(definitions as never)).toThrow(message);
  });
});

describe("catalogue", () => {
  it("gives what documents show", () => {
    expect(make().catalogue()).toMatchObject([
      {
        name: "measure",
        description: "Measures.",
        example: { metrics: ["rps"] },
        deprecated: null,
        input: { type: "object", properties: { metrics: { type: "array" } } },
        result: { type: "object", required: ["throughput"] },
      },
      { name: "order.paid", deprecated: "use order.settled", result: null },
      { name: "startup", input: null, result: null },
    ]);
  });

  it("takes JSON Schema from the definition, and says when it needs it", () => {
    const plain = {
      "~standard": { version: 1, vendor: "mine", validate: (value: unknown) => ({ value }) },
    } as const;
    expect(() => createEvents({ a: { input: plain } }).catalogue()).toThrow(
      'the library of the input schema of "a" (mine) does not offer Standard JSON Schema; give it as jsonSchema: { input',
    );
    const events = createEvents({ a: { input: plain, jsonSchema: { input: { type: "string" } } } });
    expect(events.catalogue()[0]?.input).toEqual({ type: "string" });
    expect(() => createEvents({ a: { input: z.custom<Date>() } }).catalogue()).toThrow(
      "zod has no JSON Schema",
    );
  });
});
