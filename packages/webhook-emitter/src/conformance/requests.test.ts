import { createHmac } from "node:crypto";
import { servo } from "@clustaar/webhook-core/signatures";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createEmitter } from "../emitter/create-emitter.ts";
import { quiet, startServer, type TestServer } from "../emitter/world.test-helpers.ts";
import { createEvents } from "../events/create-events.ts";
import { casesOf, type ServoCase, understands } from "./cases.test-helpers.ts";
import { type Returned, returnedBy } from "./values.test-helpers.ts";

const keys = ["event", "secret", "handlers", "dispatch", "headers", "urlPath", "note"];
/** Headers of the connection, which nobody sets here. */
const framing =
  /^(connection|content-encoding|content-length|expect|keep-alive|te|trailer|upgrade)$|^(transfer|proxy)-/i;

/** Whether a webhook with these headers is refused when it is read. */
function cannotBeSent(headers: Readonly<Record<string, string>>): boolean {
  return Object.entries(headers).some(
    ([name, value]) =>
      framing.test(name) ||
      !/^[!#$%&'*+\-.^_`|~\w]+$/.test(name) ||
      /[^\t\x20-\x7e\x80-\xff]/.test(value),
  );
}

/** The results of the last request that the original sent, which have in JSON what a row tells in words. */
function written({ expected }: ServoCase): { value: unknown }[] {
  const sent = Array.isArray(expected.requests) ? expected.requests.at(-1)?.body : undefined;
  return sent ? (JSON.parse(sent.replace(/NaN|-?Infinity/g, "null")).results ?? []) : [];
}

async function dispatchRow(row: ServoCase, values: readonly Returned[], server: TestServer) {
  const { given } = row;
  const names = [given.event].flat() as string[];
  const event = (names[0] ?? "").replace(/^(before|after):/, "");
  const events = createEvents({ [event]: { input: z.unknown() }, startup: {} });
  for (const [at, handler] of (given.handlers ?? []).entries()) {
    events.on(event, () => values[at]?.value as never, { name: handler.connector });
  }
  const errors: unknown[] = [];
  events.onError((error) => errors.push(error));
  const emitter = await createEmitter({
    events,
    store: "memory:",
    env: {},
    allowPrivate: ["127.0.0.0/8"],
    allowInsecure: true,
    log: () => {},
    webhooks: [
      {
        events: names,
        url: `${server.url}${given.urlPath ?? "/hook"}`,
        secret: given.secret,
        headers: given.headers ?? {},
      },
    ],
  });
  try {
    // Those of the emitter are there from the beginning, however often something starts.
    if (/startup is dispatched twice/.test(given.note)) {
      await events.dispatch("startup");
      await events.dispatch("startup");
    }
    await events.dispatch(event, given.dispatch as never);
    await quiet(emitter);
  } finally {
    await emitter.close();
  }
  return errors;
}

/** What was sent, without what is a client's own. */
function strip(json: Record<string, unknown>) {
  const { created_at: _created, input: _input, ...rest } = json;
  return rest;
}

/** What has to be sent, without the time: the row's own body, or what is right in its place. */
function bodies(row: ServoCase, values: readonly Returned[]): Record<string, unknown>[] {
  const { given, expected } = row;
  const names = [given.event].flat() as string[];
  const sent: { body: string }[] = Array.isArray(expected.requests) ? expected.requests : [];
  if (sent.length === new Set(names).size) {
    return sent.map(({ body }) => {
      const json = JSON.parse(body);
      const results = json.results?.map((one: object, at: number) => {
        const value = values[at]?.value;
        // A date is written in UTC here, with milliseconds.
        return value instanceof Date ? { ...one, value: value.toISOString() } : one;
      });
      // As JSON has it, where 0 has no sign.
      return JSON.parse(JSON.stringify(strip({ ...json, results: results ?? null })));
    });
  }
  // The original leaves one out, or sends one twice.
  expect(row.original_defect).toBeDefined();
  const results = (given.handlers ?? []).map((handler: { connector: string }, at: number) => ({
    connector: handler.connector,
    value: values[at]?.value ?? null,
  }));
  return names.map((event) => ({ event, results: event.startsWith("before:") ? null : results }));
}

describe("requests, against the original", () => {
  for (const row of casesOf("request")) {
    const { name, given, expected } = row;
    it(name, async () => {
      if (row.read) return void expect(given.question).toBeTypeOf("string");
      understands(name, given, keys);
      const server = await startServer();
      if (expected.configuration !== undefined) {
        // What the original notices at its start alone is noticed when the configuration is read.
        const events = createEvents({ measure: {} });
        const named = [given.event].flat().map((one: string) => `on:${one}`);
        const webhooks = [{ url: server.url, secret: "s", events: named }];
        await expect(createEmitter({ events, store: "memory:", webhooks })).rejects.toThrow(
          "expected before:NAME",
        );
        return;
      }
      const values = (given.handlers ?? []).map((handler: { returns: unknown }, at: number) =>
        returnedBy(name, handler.returns, written(row)[at]?.value),
      ) as Returned[];
      if (cannotBeSent(given.headers ?? {})) {
        await expect(dispatchRow(row, values, server)).rejects.toMatchObject({
          code: "config_invalid",
        });
        return;
      }
      const errors = await dispatchRow(row, values, server);
      const refused = values.findIndex(({ refusedAs }) => refusedAs !== undefined);
      if (refused >= 0) {
        // It is told with its path, and breaks no event.
        const path = `results.${refused}.value: expected what JSON can hold, got ${values[refused]?.refusedAs}`;
        expect(errors).toMatchObject([
          { code: "not_json", message: expect.stringContaining(path) },
        ]);
        expect(server.requests).toEqual([]);
        return;
      }
      expect(errors).toEqual([]);
      if (server.requests.length > (expected.requests.length ?? Number.POSITIVE_INFINITY)) {
        expect(row.original_defect).toBeDefined();
      }
      const wanted = bodies(row, values);
      expect(server.requests).toHaveLength(wanted.length);
      for (const [at, request] of server.requests.entries()) {
        expect(strip(request.json)).toEqual(wanted[at]);
        expect(Object.keys(request.json)).toEqual(["event", "created_at", "input", "results"]);
        expect(request.json.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/);
        if (given.dispatch) expect(request.json.input).toEqual(given.dispatch);
        expect(request.headers["x-servo-signature"]).toBe(
          createHmac("sha1", given.secret).update(request.body).digest("hex"),
        );
        expectSentAs(row, request, at);
      }
    });
  }
});

/** Holds what was sent against the request of the original, but for its body. */
function expectSentAs(row: ServoCase, request: TestServer["requests"][0], at: number): void {
  const { given, expected } = row;
  const own = Object.entries((given.headers ?? {}) as Record<string, string>);
  const servoType = "application/vnd.opsani.servo-webhooks+json";
  const wanted = Array.isArray(expected.requests) ? expected.requests[at] : undefined;
  expect(request.headers["content-type"]).toBe(wanted?.headers["content-type"] ?? servoType);
  for (const [header, value] of own) {
    const lower = header.toLowerCase();
    if (["content-type", "x-servo-signature"].includes(lower)) continue;
    expect(request.headers[lower]).toBe(wanted?.headers[lower] ?? expected.host ?? value);
  }
  if (!wanted) return;
  const [method, target] = wanted.requestLine.split(" ");
  expect(["POST", request.path]).toEqual([method, target]);
  // The body of the original belongs to its signature, too.
  const body = new TextEncoder().encode(wanted.body);
  const headers = new Headers({ "x-servo-signature": wanted.headers["x-servo-signature"] });
  servo.verify({ headers, body }, given.secret);
}
