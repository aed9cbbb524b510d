import type { ServerResponse } from "node:http";
import { servo } from "@clustaar/webhook-core/signatures";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import {
  got,
  onlyDelivery,
  quiet,
  settle,
  startEmitter,
  startServer,
} from "../emitter/world.test-helpers.ts";
import { createEvents } from "../events/create-events.ts";
import { casesOf, type ServoCase, understands } from "./cases.test-helpers.ts";

const CANCEL = "application/vnd.opsani.servo.errors.CancelEventError+json";

describe("signatures, against the original", () => {
  for (const { name, given, expected } of casesOf("signature")) {
    it(name, () => {
      understands(name, given, ["secret", "body"]);
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

/** An answer as a row describes it, given once it may. */
function answerOf({ name, given }: ServoCase, mayAnswer: Promise<void>) {
  const { status = 200, headers = {}, body = "", connection } = given;
  const kinds: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
    "closed after the request": (response) => response.destroy(),
    "no answer": () => {},
    // Nobody is there to be asked.
    refused: () => {},
  };
  const act = connection === undefined ? undefined : kinds[connection];
  if (connection !== undefined && !act) {
    throw new Error(
      `${name}: the reader knows no connection that is ${connection}; it knows ${Object.keys(kinds).join(", ")}`,
    );
  }
  const location = headers.Location ? { location: "http://127.0.0.1:1/elsewhere" } : {};
  return async (_request: unknown, response: ServerResponse) => {
    await mayAnswer;
    if (act) return act(response);
    return response
      .writeHead(status, { ...headers, ...location })
      .end(status === 304 ? undefined : body);
  };
}

async function startAnswerRow(row: ServoCase) {
  const { given, expected } = row;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  onTestFinished(() => open());
  const isSlow = /takes a second/.test(given.note);
  const server = await startServer(answerOf(row, isSlow ? gate : Promise.resolve()));
  if (given.connection === "refused") await server.close();
  const names = [given.event].flat() as string[];
  const event = (names[0] ?? "").replace(/^(before|after):/, "");
  const base = given.urlUser
    ? server.url.replace("http://", `http://${given.urlUser}`)
    : server.url;
  const started = await startEmitter({
    events: createEvents({ [event]: { input: z.unknown() } }) as never,
    // The others are given the time that a very busy machine takes.
    ...(given.connection === "no answer" ? { timeout: 100 } : {}),
    webhooks: (expected.order ?? ["/hook"]).map((path: string) => ({
      url: `${base}${path}`,
      secret: "s3cr3t",
      events: names,
      name: path.slice(1),
    })),
  });
  const { emitter, log } = started;
  const ran = vi.fn(() => "done");
  started.events.on(event as "anything", ran, { name: "promoter" });
  const dispatch = () => started.events.dispatch(event as "anything", 1);
  return { server, emitter, log, dispatch, ran, open, names, isSlow };
}

/** What becomes of a delivery; what failed is tried again, which the original never does. */
function stateAfter({ status, connection }: ServoCase["given"]): string {
  if (status === 410) return "dead";
  if (connection !== undefined) return "waiting";
  return status === undefined || (status >= 200 && status < 300) ? "delivered" : "waiting";
}

describe("answers, against the original", () => {
  for (const row of casesOf("answer")) {
    const { name, given, expected } = row;
    it(name, async () => {
      if (row.read) return void expect(row.original_defect).toBeDefined();
      understands(name, given, [
        "status",
        "headers",
        "body",
        "event",
        "connection",
        "note",
        "urlUser",
      ]);
      const { server, emitter, log, dispatch, ran, open, names, isSlow } =
        await startAnswerRow(row);
      const isBefore = names.some((one) => one.startsWith("before:"));
      const isAfter = names.some((one) => one.startsWith("after:"));
      const cancels = given.headers?.["Content-Type"] === CANCEL && (given.status ?? 200) === 200;
      const dispatching = dispatch();
      if (isBefore && cancels) {
        expect(row.original_defect).toBeDefined();
        const { reason } = JSON.parse(given.body);
        await expect(dispatching).rejects.toMatchObject({ reason });
        expect(ran).not.toHaveBeenCalled();
        return;
      }
      if (isSlow && isBefore) {
        // The event waits for what a responder of before: says.
        await got(server);
        await settle();
        expect(ran).not.toHaveBeenCalled();
        open();
      }
      // It never waits for what is sent afterwards, which the original does.
      expect(await dispatching).toEqual([{ handler: "promoter", value: "done" }]);
      open();
      await quiet(emitter);
      if (given.urlUser) {
        const [, password] = given.urlUser.replace("@", "").split(":");
        expect(log.length).toBeGreaterThan(0);
        expect(JSON.stringify(log)).not.toContain(password);
      }
      if (expected.order) {
        expect(server.requests.map(({ path }) => path).sort()).toEqual([...expected.order].sort());
        return;
      }
      if (!isAfter) {
        expect(server.requests).toHaveLength(given.connection === "refused" ? 0 : 1);
        expect((await emitter.deliveries.list()).items).toEqual([]);
        return;
      }
      const delivery = await onlyDelivery(emitter);
      const state = stateAfter(given);
      expect(delivery.state).toBe(state);
      expect(delivery.log[0]?.ok).toBe(state === "delivered");
      // No redirect is followed.
      if (given.headers?.Location) expect(server.requests).toHaveLength(1);
    });
  }
});

/** What a row publishes: its content, and its media type where the row says so. */
function messageOf(name: string, message: Record<string, never>) {
  understands(name, message, ["json", "text", "yaml", "contentHex", "content_type"]);
  const { json, text, yaml, contentHex, content_type: contentType } = message;
  if (contentHex !== undefined) return { content: Buffer.from(contentHex, "hex"), contentType };
  if (json !== undefined) return { content: json, contentType };
  if (text !== undefined) return { content: text, contentType };
  const lines = Object.entries(yaml ?? {}).map(([key, value]) => `${key}: ${value}\n`);
  return { content: lines.join(""), contentType: contentType ?? "application/yaml" };
}

const isChannel = (name: string) => /^[0-9a-z](?:[0-9a-z.\-_]*[0-9a-z])?$/i.test(name);

describe("channels, against the original", () => {
  for (const row of casesOf("channel")) {
    const { name, given, expected } = row;
    it(name, async () => {
      understands(name, given, [
        "channels",
        "secret",
        "message",
        "response_channel",
        "answer",
        "event",
      ]);
      const { answer } = given;
      if (typeof answer === "string") expect(answer).toBe("connection closed");
      else understands(name, answer ?? {}, ["status", "headers", "body"]);
      const server = await startServer((_request, response) => {
        if (typeof answer === "string") return void response.destroy();
        const { status = 204, headers = {}, body = "" } = answer ?? {};
        return void response.writeHead(status, headers).end(body);
      });
      const { channels, response_channel: responseChannel } = given;
      const event = String([given.event ?? "after:anything"].flat()[0]).split(":")[1] as "anything";
      const starting = startEmitter({
        events: createEvents({ [event]: { input: z.unknown() } }) as never,
        webhooks: [
          {
            url: server.url,
            secret: given.secret ?? "s",
            ...(channels ? { channels } : { events: given.event }),
            ...(responseChannel ? { responseChannel } : {}),
          },
        ],
      });
      if (responseChannel && (!isChannel(responseChannel) || channels?.includes(responseChannel))) {
        expect(row.original_defect).toBeDefined();
        await expect(starting).rejects.toMatchObject({ code: "config_invalid" });
        return;
      }
      const { emitter, events } = await starting;
      const published: unknown[] = [];
      if (responseChannel) {
        emitter.channels.subscribe(responseChannel, ({ channel, contentType, text }) =>
          published.push([channel, contentType, text()]),
        );
      }
      if (given.event) await events.dispatch(event, 1);
      else {
        const { content, contentType } = messageOf(name, given.message);
        await emitter.channels.publish(channels[0], content, contentType ? { contentType } : {});
        await quiet(emitter);
        const [request] = server.requests;
        if (!request) throw new Error("no request");
        expectPosted(row, request);
      }
      await quiet(emitter);
      expect(published).toEqual(expected.published ?? []);
    });
  }
});

function expectPosted(row: ServoCase, request: { body: Buffer; headers: object; json: unknown }) {
  const { json, contentHex } = row.given.message;
  const headers = request.headers as Record<string, string>;
  const [wanted] = row.expected.requests;
  if (wanted && json !== undefined) expect(request.json).toEqual(JSON.parse(wanted.body));
  else if (wanted) {
    expect(request.body.toString()).toBe(wanted.body);
    // The same bytes have the same signature.
    expect(headers["x-servo-signature"]).toBe(wanted.headers["x-servo-signature"]);
  } else {
    // The original sends nothing that is not text.
    expect(row.original_defect).toBeDefined();
    expect(request.body.toString("hex")).toBe(contentHex);
  }
  // The original calls everything JSON, which it says is a defect for text and YAML.
  const servoType = "application/vnd.opsani.servo-webhooks+json";
  expect(headers["content-type"] === servoType).toBe(json !== undefined);
}
