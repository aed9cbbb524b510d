import { createHmac } from "node:crypto";
import type { ServerResponse } from "node:http";
import { servo } from "@clustaar/webhook-core/signatures";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createEmitter } from "../emitter/create-emitter.ts";
import {
  onlyDelivery,
  quiet,
  startEmitter,
  startServer,
  type TestServer,
} from "../emitter/world.test-helpers.ts";
import { createEvents } from "../events/create-events.ts";
import { type ServoCase, servoCases } from "./cases.test-helpers.ts";
import { leftOut } from "./left-out.test-helpers.ts";

const group = (name: string) => servoCases.filter((row) => row.group === name);

/** Where we differ on purpose. */
const differences: Readonly<Record<string, string>> = {
  "request: a header value with a line break": "refused when the configuration is read",
  "request: a header name with a blank": "refused when the configuration is read",
  "request: the value is a date and time": "a Date is written in UTC, with milliseconds",
  "request: the value is a date and time in UTC": "a Date is written in UTC, with milliseconds",
};

/** What a row's handler returns. */
function returned(returns: unknown): unknown {
  if (typeof returns !== "object" || returns === null || Array.isArray(returns)) return returns;
  const one = returns as Record<string, unknown>;
  if ("number" in one) return Number(one.number);
  if ("datetime" in one) return new Date(String(one.datetime).replace(/(\d)$/, "$1"));
  if ("object" in one) return new (class Odd {})();
  if ("exception" in one) return new Error(String(one.exception));
  return one.tuple ?? one.model ?? one.dataclass ?? returns;
}

async function dispatchRow(
  row: ServoCase,
  server: TestServer,
  change: Record<string, unknown> = {},
) {
  const { given, expected } = row;
  const names = [given.event].flat() as string[];
  const event = (names[0] ?? "").replace(/^(before|after):/, "");
  const path = given.urlPath ?? "/hook";
  const events = createEvents({ [event]: { input: z.unknown() } });
  // Results described in words are taken from the body that the original sent.
  const sent = expected.requests?.at?.(-1)?.body;
  const results = sent ? (JSON.parse(sent.replace(/NaN/g, "null")).results ?? []) : [];
  for (const [at, handler] of (given.handlers ?? []).entries()) {
    const inWords =
      typeof handler.returns === "string" && results[at] && typeof results[at].value === "object";
    const value = inWords ? results[at].value : returned(handler.returns);
    events.on(event, () => value as never, { name: handler.connector });
  }
  const log: string[] = [];
  events.onError((error) => log.push((error as { code: string }).code));
  const emitter = await createEmitter({
    events,
    store: "memory:",
    env: {},
    allowPrivate: ["127.0.0.0/8"],
    allowInsecure: true,
    log: ({ code }) => log.push(code),
    webhooks: [
      {
        events: names,
        url: `${server.url}${path}`,
        secret: given.secret,
        headers: given.headers ?? {},
        ...change,
      },
    ],
  });
  try {
    await events.dispatch(event, given.dispatch as never);
    await quiet(emitter);
  } finally {
    await emitter.close();
  }
  return log;
}

/** What was sent, without what is a client's own. */
function strip(json: Record<string, unknown>) {
  const { created_at: _created, input: _input, ...rest } = json;
  return rest;
}

describe("requests, against the original", () => {
  for (const row of group("request")) {
    const { name, given, expected } = row;
    if (leftOut[name]) continue;
    it(name, async () => {
      if (row.read) return void expect(given.question).toBeTypeOf("string");
      const server = await startServer();
      if (name === "request: an event name with on passes the configuration and fails at start") {
        const events = createEvents({ measure: {} });
        const webhooks = [{ url: server.url, secret: "s", events: "on:measure" }];
        await expect(createEmitter({ events, store: "memory:", webhooks })).rejects.toThrow(
          "expected before:NAME",
        );
        return;
      }
      if (Array.isArray(expected.requests) && expected.requests.length === 0) {
        // A header that cannot be sent is refused before anything happens; a value that is not JSON is reported, and breaks no event.
        if (name === "request: a header value outside ASCII") {
          // What Latin-1 can hold is sent; the original breaks the event.
          expect(row.original_defect).toBeDefined();
          expect(await dispatchRow(row, server)).toEqual(["attempt.delivered"]);
          expect(server.requests[0]?.headers["x-a"]).toBe("é");
          return;
        }
        if (given.headers)
          await expect(dispatchRow(row, server)).rejects.toMatchObject({ code: "config_invalid" });
        else expect(await dispatchRow(row, server)).toContain("not_json");
        expect(server.requests).toEqual([]);
        return;
      }
      const log = await dispatchRow(row, server);
      if (name === "request: the value is not a number") {
        expect(log).toContain("not_json");
        return;
      }
      expect(server.requests).toHaveLength(expected.requests.length);
      for (const [at, wanted] of expected.requests.entries()) {
        const request = server.requests[at];
        if (!request) throw new Error("no request");
        const [method, target] = wanted.requestLine.split(" ");
        expect([method, request.path]).toEqual(["POST", target]);
        expect(request.headers["content-type"]).toBe(wanted.headers["content-type"]);
        expect(request.headers["x-servo-signature"]).toBe(
          createHmac("sha1", given.secret).update(request.body).digest("hex"),
        );
        for (const header of Object.keys(given.headers ?? {})) {
          const lower = header.toLowerCase();
          if (["content-type", "x-servo-signature"].includes(lower)) continue;
          expect(request.headers[lower]).toBe(wanted.headers[lower] ?? expected.host);
        }
        // The body of the original belongs to its signature, too.
        const body = new TextEncoder().encode(wanted.body);
        const headers = new Headers({ "x-servo-signature": wanted.headers["x-servo-signature"] });
        servo.verify({ headers, body }, given.secret);
        if (differences[name]) {
          expect(request.json.results[0].value).toMatch(/^2020-01-02T03:04:05\.\d{3}Z$/);
          continue;
        }
        expect(strip(request.json)).toEqual(strip(JSON.parse(wanted.body)));
        expect(Object.keys(request.json)).toEqual(["event", "created_at", "input", "results"]);
        expect(request.json.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/);
        if (given.dispatch) expect(request.json.input).toEqual(given.dispatch);
      }
    });
  }
});

describe("signatures, against the original", () => {
  for (const { name, given, expected } of group("signature")) {
    it(name, () => {
      const body = new TextEncoder().encode(given.body);
      if (given.secret === "") {
        // An empty secret is refused everywhere.
        expect(() => servo.sign({ body, timestamp: 0 }, "")).toThrow("got an empty one");
      } else {
        const signed = servo.sign({ body, timestamp: 0 }, given.secret);
        expect(signed["x-servo-signature"]).toBe(expected.header);
      }
    });
  }
});

describe("answers, against the original", () => {
  const right: Readonly<Record<string, string>> = {
    "answer: status 206": "delivered",
    "answer: status 226": "delivered",
    "answer: status 410": "dead",
  };

  /** An answer as the row describes it. */
  const answer = (row: ServoCase) => (_request: unknown, response: ServerResponse) => {
    const { status = 200, headers = {}, body = "", connection } = row.given;
    if (connection === "closed after the request") return void response.destroy();
    if (connection === "no answer") return;
    const location = headers.Location ? { location: "http://127.0.0.1:1/elsewhere" } : {};
    return void response
      .writeHead(status, { ...headers, ...location })
      .end(status === 304 ? undefined : body);
  };

  for (const row of group("answer")) {
    const { name, given } = row;
    it(name, async () => {
      if (row.read) return void expect(row.original_defect).toBeDefined();
      const server = await startServer(answer(row));
      if (given.connection === "refused") await server.close();
      const names = [given.event].flat().map((one: string) => one.replace("promote", "anything"));
      const url = given.urlUser
        ? server.url.replace("http://", `http://${given.urlUser}`)
        : server.url;
      const { emitter, events, log } = await startEmitter({
        // The others are given the time that a very busy machine takes.
        ...(given.connection === "no answer" ? { timeout: 100 } : {}),
        webhooks: [{ url, secret: "s3cr3t", events: names, name: "a" }],
      });
      const ran = vi.fn(() => "done");
      events.on("anything", ran, { name: "promoter" });
      const cancels = name === "answer: the cancelling answer to a before webhook does not cancel";
      const dispatching = events.dispatch("anything", 1);
      if (cancels) {
        expect(row.original_defect).toBeDefined();
        await expect(dispatching).rejects.toMatchObject({
          reason: "Unable to authorize adjustment",
        });
        expect(ran).not.toHaveBeenCalled();
        return;
      }
      expect(await dispatching).toEqual([{ handler: "promoter", value: "done" }]);
      await quiet(emitter);
      expect(JSON.stringify(log)).not.toContain("secretpw");
      const after = names.some((one) => one.startsWith("after:"));
      if (!after) {
        expect(server.requests).toHaveLength(1);
        expect((await emitter.deliveries.list()).items).toEqual([]);
        return;
      }
      const delivery = await onlyDelivery(emitter);
      const success = given.status >= 200 && given.status < 300;
      const expected = right[name] ?? (success || given.note ? "delivered" : "waiting");
      // What failed is tried again: the original never does, which is a defect wherever a retry can help.
      expect(delivery.state).toBe(expected);
      expect(delivery.log[0]?.ok).toBe(expected === "delivered");
      if (given.headers?.Location) expect(server.requests).toHaveLength(1);
    });
  }
});

describe("channels, against the original", () => {
  for (const row of group("channel")) {
    const { name, given, expected } = row;
    it(name, async () => {
      const server = await startServer((_request, response) => {
        if (given.answer === "connection closed") return void response.destroy();
        const { status = 204, headers = {}, body = "" } = given.answer ?? {};
        return void response.writeHead(status, headers).end(body);
      });
      const responseChannel = given.response_channel;
      const starting = startEmitter({
        webhooks: [
          {
            url: server.url,
            secret: given.secret ?? "s",
            ...(given.channels ? { channels: given.channels } : { events: "after:anything" }),
            ...(responseChannel ? { responseChannel } : {}),
          },
        ],
      });
      if (responseChannel === "not a name!" || given.channels?.includes(responseChannel)) {
        expect(row.original_defect).toBeDefined();
        await expect(starting).rejects.toMatchObject({ code: "config_invalid" });
        return;
      }
      const { emitter, events } = await starting;
      const published: unknown[] = [];
      emitter.channels.subscribe("the_answers", ({ channel, contentType, text }) =>
        published.push([channel, contentType, text()]),
      );
      if (given.event) await events.dispatch("anything", 1);
      else {
        const { json, text, yaml, contentHex, content_type: contentType } = given.message;
        const content = contentHex ? Buffer.from(contentHex, "hex") : (json ?? text ?? "a: 1\n");
        const type = contentType ?? (yaml ? "application/yaml" : undefined);
        await emitter.channels.publish(
          given.channels[0],
          content,
          type ? { contentType: type } : {},
        );
        await quiet(emitter);
        const [request] = server.requests;
        if (!request) throw new Error("no request");
        const [wanted] = expected.requests;
        if (wanted && json) expect(request.json).toEqual(JSON.parse(wanted.body));
        else if (wanted) {
          expect(request.body.toString()).toBe(wanted.body);
          // The same bytes have the same signature.
          expect(request.headers["x-servo-signature"]).toBe(wanted.headers["x-servo-signature"]);
        } else expect(request.body.toString("hex")).toBe(contentHex);
        // The original calls everything JSON, which it says is a defect for text and YAML.
        const servoType = "application/vnd.opsani.servo-webhooks+json";
        expect(request.headers["content-type"] === servoType).toBe(json !== undefined);
      }
      await quiet(emitter);
      expect(published).toEqual(expected.published ?? []);
    });
  }
});

it("rows that are left out stand in the file with their reason", () => {
  const names = new Set(servoCases.map(({ name }) => name));
  for (const [name, reason] of Object.entries({ ...differences })) {
    expect(names).toContain(name);
    expect(reason).not.toBe("");
  }
});
