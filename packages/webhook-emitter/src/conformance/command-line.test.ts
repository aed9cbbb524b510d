import { describe, expect, it } from "vitest";
import { readDocument } from "../config/read-document.ts";
import { startEmitter } from "../emitter/world.test-helpers.ts";
import { EmitterError } from "../errors.ts";
import { createEvents } from "../events/create-events.ts";
import { builtIn, servoCases } from "./cases.test-helpers.ts";
import { leftOut } from "./left-out.test-helpers.ts";

const rows = servoCases.filter(({ group }) => group === "command line");

describe("what the original's commands say of a configuration", () => {
  for (const { name, given, expected, original_defect: defect } of rows) {
    if (leftOut[name]) continue;
    it(name, async () => {
      const reading = { file: "servo.yaml", names: builtIn, env: {} };
      const read = () => readDocument(given["servo.yaml"], reading);
      if (expected.exit !== 0) {
        // The same three mistakes, each with its line.
        const lines = ["events", "url", "foo"].map((key) =>
          expect.stringMatching(new RegExp(`^servo\\.yaml:\\d: webhooks\\.0\\.${key}`)),
        );
        try {
          read();
          expect.unreachable();
        } catch (error) {
          expect(error).toBeInstanceOf(EmitterError);
          expect((error as Error).message.split("\n")).toEqual(lines);
        }
        return;
      }
      const settings = read();
      if (!defect) return;
      // What is shown holds neither a secret, nor a password, nor a header that may be one.
      const { emitter } = await startEmitter({
        events: createEvents(Object.fromEntries(builtIn.map((event) => [event, {}]))) as never,
        webhooks: settings.map(({ name, events, url, secrets, headers }) => ({
          name,
          events,
          url,
          headers,
          secret: secrets,
        })),
      });
      const shown = JSON.stringify(await emitter.webhooks.list());
      expect(shown).toContain("https://example.com/two");
      expect(shown).not.toMatch(/s3cr3t|other|pw|Bearer/);
    });
  }
});

it("every row is run, or left out with its reason", () => {
  const groups = ["config", "events", "request", "signature", "answer", "channel", "command line"];
  expect(servoCases).toHaveLength(331);
  for (const { group } of servoCases) expect(groups).toContain(group);
  const names = new Set(servoCases.map(({ name }) => name));
  expect(names.size).toBe(331);
  for (const [name, reason] of Object.entries(leftOut)) {
    expect(names, name).toContain(name);
    expect(reason.length).toBeGreaterThan(5);
  }
  const run = servoCases.filter(({ name }) => !leftOut[name]);
  expect(run).toHaveLength(331 - Object.keys(leftOut).length);
});
