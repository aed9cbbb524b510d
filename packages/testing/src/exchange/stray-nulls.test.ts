import { samples } from "@clustaar/sample-actions";
import { type Schema, schemas, type Wire } from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { isObject } from "../internal/is-object.ts";
import { readResponse } from "./read-response.ts";

const byType: Readonly<Record<string, Schema>> = schemas;

/** The wire with a null for every key that its schema has and it has not, at every depth: as the original writes it. */
function asPythonWrites(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asPythonWrites);
  if (!isObject(value)) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, asPythonWrites(one)]),
  );
  const schema = typeof value.type === "string" ? byType[value.type] : undefined;
  const missing = Object.keys(schema?.fields ?? {}).filter((key) => !(key in value));
  return { ...Object.fromEntries(missing.map((key) => [key, null])), ...inner };
}

describe("an action as the original writes it", () => {
  const known = Object.values(samples).filter(({ type }) => type !== "unknown");

  it.each(known)("was unknown because of its nulls: $type", (action) => {
    const { actions } = schemas.webhook_step.encode({
      id: "1",
      name: "",
      userData: "",
      actions: [action],
    }) as { actions: Wire[] };
    const body = JSON.stringify({
      actions: actions.map(asPythonWrites),
      session: null,
      interlocutor: null,
    });
    const { answer, problem, warnings } = readResponse({ status: 200, headers: {}, body });
    expect(problem).toBeUndefined();
    expect(warnings).toEqual([]);
    expect(answer?.actions.map(({ type }) => type)).toEqual([action.type]);
    expect(answer?.actions).toMatchObject([action]);
  });

  it("keeps the nulls of the bot's own values", () => {
    const wire = { type: "send_js_event_action", event: "x", payload: { a: null } };
    const body = JSON.stringify({ actions: [wire] });
    expect(readResponse({ status: 200, headers: {}, body }).answer?.actions).toEqual([wire]);
  });

  it("stays unknown where more than nulls is wrong", () => {
    const wire = { type: "send_text_action", alternatives: null };
    const body = JSON.stringify({ actions: [wire] });
    expect(readResponse({ status: 200, headers: {}, body }).answer?.actions).toEqual([
      { type: "unknown", wire: { type: "send_text_action" } },
    ]);
  });
});
