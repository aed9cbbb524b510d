import { expect } from "vitest";
import { createEvents } from "../events/create-events.ts";
import { type ServoCase, understands } from "./cases.test-helpers.ts";

/**
 * What stands here in place of a declaration. There an event is a function without a body, here it is a definition: functions of
 * whatever kind are refused.
 */
const declarations: Readonly<Record<string, unknown>> = {
  "asynchronous stub without parameters": {},
  "asynchronous stub, declaration and body on one line": {},
  "asynchronous stub called new_event with the name other": {},
  "create_event with an empty name": {},
  twice: {},
  "a plain function": () => {},
  "an asynchronous function that returns 1": async () => 1,
  "with open positional parameters": (..._all: unknown[]) => {},
  "an asynchronous generator": async function* work() {},
};

/** Registers what a row declares. */
export function declareRow(row: ServoCase): void {
  const { name, given, expected } = row;
  understands(name, given, ["event", "declaredAs", "handler", "handlerOf"]);
  if (given.handlerOf !== undefined) {
    const register = () =>
      createEvents({ new_event: {} }).on(given.handlerOf as never, (() => {}) as never);
    expect(register).toThrow(`there is no event ${JSON.stringify(given.handlerOf)}`);
    return;
  }
  if (given.handler !== undefined) {
    // Which arguments a handler takes is its own matter; all of them are given the one input.
    const [, when = "on"] = /^(before|on|after)\b/.exec(given.handler) ?? [];
    expect(expected.outcome).toBe("accepted");
    const off = createEvents({ new_event: {} }).on(`${when as "on"}:new_event`, () => 1);
    expect(off).toBeTypeOf("function");
    return;
  }
  const { event, declaredAs } = given;
  const definition = declaredAs === undefined ? {} : declarations[declaredAs];
  if (definition === undefined)
    throw new Error(`${name}: nothing is declared as ${declaredAs} here`);
  const create = () => createEvents({ [event]: definition } as never);
  if (typeof definition === "function") {
    expect(create).toThrow("expected an object of options, got a function");
    return;
  }
  expect(create().names).toEqual([event]);
  if (declaredAs === "twice") {
    // The compiler refuses it, and an object holds the key once.
    const twice = {
      // biome-ignore lint/suspicious/noDuplicateObjectKeys: that is what the row is about
      new_event: {},
      // @ts-expect-error an object literal cannot have two properties of one name
      new_event: {},
    };
    expect(createEvents(twice).names).toEqual(["new_event"]);
  } else if (expected.outcome !== "accepted") {
    // No event is built in, so that none can be declared again; and a definition may stand on one line.
    expect(expected.outcome.message).toMatch(/already been created|function body/);
  }
}
