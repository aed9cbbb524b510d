import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readDocument } from "../config/read-document.ts";
import { startEmitter } from "../emitter/world.test-helpers.ts";
import { EmitterError } from "../errors.ts";
import { createEvents } from "../events/create-events.ts";
import { builtIn, casesOf, servoCases, understands } from "./cases.test-helpers.ts";
import { leftOut, reasonToLeaveOut } from "./left-out.test-helpers.ts";

describe("what the original's commands say of a configuration", () => {
  for (const row of casesOf("command line")) {
    const { name, given, expected } = row;
    if (reasonToLeaveOut(row)) continue;
    it(name, async () => {
      understands(name, given, ["arguments", "servo.yaml"]);
      const text = given["servo.yaml"];
      const read = () => readDocument(text, { file: "servo.yaml", names: builtIn, env: {} });
      if (expected.exit !== 0) {
        // The same mistakes, each with its line.
        const places = [...expected.stderr.matchAll(/^webhooks -> __root__ -> (\d+) -> (\w+)/gm)];
        expect(places.length).toBeGreaterThan(0);
        const lines = places.map(([, at, key]) =>
          expect.stringMatching(new RegExp(`^servo\\.yaml:\\d+: webhooks\\.${at}\\.${key}`)),
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
      const list = await emitter.webhooks.list();
      const { webhooks } = parse(text);
      expect(list).toHaveLength(webhooks.length);
      for (const [at, { name = null, events, url, secret, headers = {} }] of webhooks.entries()) {
        const { protocol, host, pathname, password } = new URL(url);
        const address = `${protocol}//${host}${pathname}`;
        expect(list[at]).toMatchObject({ name, events: [events].flat(), url: address });
        const shown = JSON.stringify(list[at]);
        for (const hidden of [secret, password, ...Object.values(headers)]) {
          if (hidden !== "") expect(shown).not.toContain(String(hidden));
        }
      }
    });
  }
});

it("every row is run, or left out with its reason", () => {
  const groups = ["config", "events", "request", "signature", "answer", "channel", "command line"];
  expect(servoCases.length).toBeGreaterThanOrEqual(331);
  for (const { group } of servoCases) expect(groups).toContain(group);
  const names = new Set(servoCases.map(({ name }) => name));
  expect(names.size).toBe(servoCases.length);
  // What is left out by what it says stands in the list, so that readers see all of it.
  const reasons = servoCases.flatMap((row) => {
    const reason = reasonToLeaveOut(row);
    return reason === undefined ? [] : [[row.name, reason]];
  });
  expect(Object.fromEntries(reasons)).toMatchObject(leftOut);
  for (const reason of Object.values(leftOut)) expect(reason.length).toBeGreaterThan(5);
});
