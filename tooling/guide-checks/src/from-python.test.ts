import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { nodeAdapter } from "@clustaar/adapter-node";
import * as schemaPackage from "@clustaar/schemas";
import {
  type Action,
  type Filter,
  type Handler,
  jsonKeyEquals,
  jsonKeyExists,
  jsonKeyIn,
  type StepReachedResponse,
  sanitizeHtml,
  schemas,
  sendTextAction,
  simpleCard,
  stepReachedResponse,
  Webhook,
  type WebhookNotification,
  type WebhookOptions,
} from "@clustaar/webhook-core";
import { type SimulateOptions, signedRequest, simulate } from "@clustaar/webhook-core/testing";
import { describe, expect, it } from "vitest";
import { root } from "./repository.ts";

/*
 * docs/from-python.md says what differs. Each row of its tables is proven here on our side, under the row's own name.
 */

const TOPIC = "conversation.step_reached";
const KEY = "s3cr3t";
const page = readFileSync(join(root, "docs/from-python.md"), "utf8");

/** The first cell of each row of the table under `heading`. */
function rowsUnder(heading: string): string[] {
  const section = page.split(/^### /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  return [...section.matchAll(/^\| \*\*(?<name>[^|]+)\*\* \|/gm)].map(
    ({ groups }) => groups?.name ?? "",
  );
}

type AnyHandler = Handler<WebhookNotification, StepReachedResponse | Action[]>;
const nothing: AnyHandler = () => {};

function webhookWith(options: WebhookOptions = {}, handler: AnyHandler = nothing): Webhook {
  const webhook = new Webhook(options);
  webhook.onResponse(() => {});
  webhook.onError(() => {});
  return webhook.on(TOPIC, handler);
}

const ask = (
  request: SimulateOptions = {},
  options: WebhookOptions = {},
  handler: AnyHandler = nothing,
) => simulate(webhookWith(options, handler), request);

/** The status and code of an answer. */
async function answerOf(...args: Parameters<typeof ask>): Promise<string> {
  const { status, problem } = await ask(...args);
  return problem ? `${status} ${problem.code}` : `${status}`;
}

/** What the handler is given for a body. */
async function received(body: unknown) {
  let seen: Parameters<AnyHandler>[0]["notification"] | undefined;
  const { body: answer } = await ask({ body: JSON.stringify(body) }, {}, ({ notification }) => {
    seen = notification;
    return stepReachedResponse({
      actions: notification.event.step.actions,
      session: notification.event.session,
    });
  });
  if (!seen) throw new Error(`Expected the handler to be called, got ${answer}`);
  return { notification: seen, answer: JSON.parse(answer) };
}

const auth = { username: "bot", password: "s3cret" };
const basic = (authorization: string) => answerOf({ headers: { authorization } }, { auth });
const base64 = (text: string) => Buffer.from(text).toString("base64");
const answering = (value: unknown) => answerOf({}, {}, (() => value) as unknown as AnyHandler);
const filtered = (filters: Filter | Filter[]) =>
  simulate(webhookWith().on(TOPIC, nothing, { filters }), {});

/** A request whose Date header is any text, signed as the platform signs it. */
function dated(date: string): SimulateOptions {
  const signature = createHmac("sha1", KEY).update(`date=${date}\n{}`).digest("hex");
  return { body: "{}", headers: { date, "x-hub-signature": `sha1=${signature}` } };
}
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);

const proofs: Record<string, Record<string, () => unknown>> = {
  Requests: {
    "Age without a key": async () => {
      expect(await answerOf({ date: inSeconds(-3600) })).toBe("200");
      expect(await answerOf({ date: null })).toBe("200");
    },
    "Missing or wrong signature": async () => {
      const { status, headers, problem } = await ask({}, { privateKey: KEY });
      expect([status, problem?.code]).toEqual([401, "signature_missing"]);
      expect(headers["www-authenticate"]).toBe("Signature");
      expect(await answerOf({ privateKey: "other" }, { privateKey: KEY })).toBe(
        "401 signature_invalid",
      );
    },
    "Order of the checks": async () => {
      const options = { auth, privateKey: KEY };
      const late = { date: inSeconds(-60) };
      expect(await answerOf({ ...late, method: "GET" }, options)).toBe("405 method_not_allowed");
      expect(await answerOf(late, options)).toBe("401 credentials_missing");
      expect(await answerOf({ ...late, auth }, options)).toBe("401 signature_missing");
      expect(await answerOf({ ...late, auth, privateKey: KEY }, options)).toBe(
        "400 request_too_old",
      );
    },
    "A body that is not a JSON object": async () => {
      for (const body of ["{", "[]", "", "null"]) {
        expect(await answerOf({ body })).toBe("400 body_not_json");
      }
    },
    "A missing Date header": async () => {
      const unsigned = await answerOf({ date: null, privateKey: KEY }, { privateKey: KEY });
      expect(unsigned).toBe("400 date_missing");
    },
    "Dates in the future": async () => {
      expect(await answerOf({ date: inSeconds(60), privateKey: KEY }, { privateKey: KEY })).toBe(
        "400 request_from_future",
      );
    },
    "Other formats of dates": async () => {
      const date = new Date().toISOString();
      expect(await answerOf(dated(date), { privateKey: KEY })).toBe("400 date_invalid");
      const readable = dated(new Date().toUTCString());
      expect(await answerOf(readable, { privateKey: KEY })).toBe("404 no_route");
    },
    "Wrong credentials": async () => {
      const { status, headers, problem } = await ask(
        { auth: { ...auth, password: "x" } },
        { auth },
      );
      expect([status, problem?.code]).toEqual([401, "credentials_invalid"]);
      expect(headers["www-authenticate"]).toMatch(/^Basic /);
      expect(await answerOf({}, { auth })).toBe("401 credentials_missing");
    },
    "Sloppy basic credentials": async () => {
      expect(await basic(`Basic ${base64("bot:s3cret")}`)).toBe("200");
      expect(await basic(`Basic\t${base64("bot:s3cret")}`)).toMatch(/^401 /);
      expect(await basic(`Basic ${base64("bot:s3cret")}!`)).toMatch(/^401 /);
      const unpadded = base64("bot:s3cret!").replace(/=+$/, "");
      const pair = { username: "bot", password: "s3cret!" };
      const sent = { headers: { authorization: `Basic ${unpadded}` } };
      expect(unpadded).not.toBe(base64("bot:s3cret!"));
      expect(await answerOf(sent, { auth: pair })).toMatch(/^401 /);
    },
    Passwords: async () => {
      const pair = { username: "bot", password: "a:b:é😀" };
      expect(await answerOf({ auth: pair }, { auth: pair })).toBe("200");
    },
    "Upper-case signatures": async () => {
      const { headers, ...request } = signedRequest({ privateKey: KEY });
      const signature = headers.get("x-hub-signature") ?? "";
      const digest = signature.slice("sha1=".length).toUpperCase();
      headers.set("x-hub-signature", `sha1=${digest}`);
      const answer = await webhookWith({ privateKey: KEY }).handle({ ...request, headers });
      expect(answer.status).toBe(200);
    },
    "Options that are undefined or empty": () => {
      expect(() => new Webhook({ privateKey: undefined })).toThrow("privateKey");
      expect(() => new Webhook({ privateKey: "" })).toThrow("privateKey");
      expect(() => new Webhook({ auth: { username: "bot", password: undefined } })).toThrow("auth");
    },
    "Large bodies": async () => {
      expect(await answerOf({ body: " ".repeat(2 ** 20 + 1) })).toBe("413 body_too_large");
    },
    Paths: async () => {
      expect(await answerOf({ path: "/bots/sales" })).toBe("200");
    },
    "`OPTIONS`": async () => {
      const { status, headers } = await ask({ method: "OPTIONS" });
      expect([status, headers.allow]).toEqual([405, "POST"]);
    },
    "Chunked bodies": async () => {
      const { headers, body } = signedRequest({ privateKey: KEY });
      let encoding: string | undefined;
      const listener = nodeAdapter(webhookWith({ privateKey: KEY }));
      const server = createServer((req, res) => {
        encoding = req.headers["transfer-encoding"];
        return listener(req, res);
      });
      await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
      const { port } = server.address() as AddressInfo;
      const sent: RequestInit & { duplex: "half" } = {
        method: "POST",
        headers,
        body: new Blob([body]).stream(),
        duplex: "half",
      };
      const answer = await fetch(`http://127.0.0.1:${port}/`, sent);
      server.close();
      expect([answer.status, encoding]).toEqual([200, "chunked"]);
    },
    "A topic that is not a text": async () => {
      expect(await answerOf({ body: '{"topic":["a"],"data":{}}' })).toMatch(/^404 no_route/);
    },
    Refusals: async () => {
      const { headers, problem } = await ask({ notification: { topic: TOPIC } });
      expect(headers["content-type"]).toBe("application/problem+json");
      expect(problem).toMatchObject({ status: 422, code: "payload_invalid" });
    },
  },
  Filters: {
    "Absent keys": async () => {
      expect(jsonKeyEquals("data.session.values.lang", "fr")({ data: {} })).toBe(false);
      expect((await filtered(jsonKeyEquals("data.session.values.lang", "fr"))).status).toBe(200);
    },
    "Lists and objects as values": () => {
      const values = jsonKeyIn<{ a: unknown }>("a", [{ b: [1] }, [2]]);
      expect([values({ a: { b: [1] } }), values({ a: [2] }), values({ a: 2 })]).toEqual([
        true,
        true,
        false,
      ]);
    },
    "One filter outside a list": async () => {
      const webhook = new Webhook().on(TOPIC, nothing, { filters: () => true });
      expect((await simulate(webhook)).status).toBe(200);
    },
    Equality: () => {
      expect(jsonKeyEquals<{ a: unknown }>("a", 1)({ a: true })).toBe(false);
      expect(jsonKeyEquals<{ a: unknown }>("a", 1)({ a: 1.0 })).toBe(true);
    },
    "`jsonKeyExists`": () => {
      expect(jsonKeyExists<{ a: [{ b: null }] }>("a[0].b")({ a: [{ b: null }] })).toBe(true);
      expect(() => jsonKeyExists<{ a: unknown }>("length(a)" as "a")).toThrow("jsonKeyExists");
    },
  },
  Notifications: {
    "Unknown keys": async () => {
      const data = { session: { values: {}, mood: "good" } };
      const { notification, answer } = await received({ topic: TOPIC, data, spare: 1 });
      expect(notification.extra).toMatchObject({ spare: 1 });
      expect(answer.session.mood).toBe("good");
    },
    "What does not fit the envelope": async () => {
      const { notification } = await received({ topic: TOPIC, botID: 7, timestamp: "x", data: {} });
      expect([notification.botId, notification.extra?.botID]).toEqual(["", 7]);
      expect(notification.extra?.timestamp).toBe("x");
      expect(schemas.webhook_request.encode(notification)).toMatchObject({ botID: 7 });
    },
    "A missing `interlocutor`, `step.id` or `botID`": async () => {
      const { notification } = await received({ topic: TOPIC, data: {} });
      const { interlocutor, step } = notification.event;
      expect([notification.botId, interlocutor.id, step.id]).toEqual(["", "", ""]);
    },
    "Unknown or misshapen actions, inputs and attachments": async () => {
      const actions = [{ type: "dance" }, { type: "wait_action", duration: "long" }];
      const { notification, answer } = await received({
        topic: TOPIC,
        data: { step: { actions } },
      });
      expect(notification.event.step.actions.map(({ type }) => type)).toEqual([
        "unknown",
        "unknown",
      ]);
      expect(answer.actions).toEqual(actions);
    },
    "Booleans as numbers": () => {
      const wait = (duration: unknown) =>
        schemas.wait_action.validate({ type: "wait_action", duration }).success;
      expect([wait(true), wait(1)]).toEqual([false, true]);
    },
    "A clicked reply of the old kind": async () => {
      const input = { type: "legacy_reply_to_message_action", text: "Yes" };
      const { notification } = await received({ topic: TOPIC, data: { input } });
      expect(notification.event.input).toEqual({ type: "unknown", wire: input });
    },
    Intents: () => {
      const wire = {
        type: "match_intent",
        intent: { type: "intent", id: "68b7165b95236c4ff73a63df", name: "Pay" },
      };
      const model = schemas.match_intent_condition.decode(wire);
      expect(model.intent.id).toBe("68b7165b95236c4ff73a63df");
      expect(schemas.match_intent_condition.encode(model)).toEqual(wire);
    },
    "Order of the cleaning": () => {
      const wire = { type: "send_text_action", alternatives: ["＜script＞x＜/script＞"] };
      expect(schemas.send_text_action.decode(wire).alternatives).toEqual([
        "&lt;script&gt;x&lt;/script&gt;",
      ]);
    },
    "Links that `&amp;` brings to life": () => {
      expect(sanitizeHtml('<a href="&amp;#106;avascript:x()">l</a>')).not.toContain("javascript");
      expect(sanitizeHtml('<a href="&amp;#106;avascript:x()">l</a>')).not.toContain("href");
      expect(sanitizeHtml('<a href="localhost:8000">l</a>')).not.toContain("href");
    },
    "An unfinished tag at the end": () => {
      expect(sanitizeHtml("si a <b alors ")).toContain("b alors");
    },
    "Misnested markup": () => {
      expect(sanitizeHtml("<b>1<i>2</b>3</i>")).toBe("<b>1<i>2</i></b><i>3</i>");
    },
    "Whole numbers above 2^53": async () => {
      const body = `{"topic":"${TOPIC}","data":{"session":{"values":{"n":9007199254740993}}}}`;
      const { answer } = await ask({ body }, {}, nothing);
      expect(answer?.session?.values.n).toBe(9007199254740992);
    },
    "Documents that cannot be read": () => {
      const wire = { type: "send_text_action", alternatives: null };
      expect(() => schemas.send_text_action.decode(wire)).toThrow(schemaPackage.SchemaError);
    },
  },
  Answers: {
    Limits: async () => {
      const long = "x".repeat(100_000);
      const { problem, errors } = await ask({}, {}, () => [
        sendTextAction({ alternatives: [long] }),
      ]);
      expect(problem?.code).toBe("response_invalid");
      expect(errors[0]?.message).toContain("actions/0/alternatives/0");
    },
    "What is absent": async () => {
      const { body } = await ask({}, {}, () => []);
      expect(Object.keys(JSON.parse(body))).toEqual(["actions", "session"]);
    },
    "`simple_card` without buttons": () => {
      expect(schemas.simple_card.encode(simpleCard({ title: "a" }))).not.toHaveProperty("buttons");
    },
    Fractions: async () => {
      const { body } = await ask({}, {}, ({ notification }) => {
        notification.event.session.values.pi = Math.PI;
      });
      expect(body).toContain("3.141592653589793");
    },
    "Lone surrogates": async () => {
      const { body } = await ask({}, {}, () => [sendTextAction({ alternatives: ["a\ud83d"] })]);
      expect(body).toContain(String.raw`a\ud83d`);
    },
    "What a handler may return": async () => {
      const action = sendTextAction({ alternatives: ["Hello"] });
      expect(await answering([action])).toBe("200");
      expect(await answering({ actions: [action], session: { values: {} } })).toBe("200");
      expect(await answering(action)).toBe("500 response_invalid");
      expect(await answering({ actions: null })).toBe("500 response_invalid");
      expect(await answering(undefined)).toBe("200");
    },
    "Keys that no field has": async () => {
      expect(() => simpleCard({ title: "a", imageURL: "x" } as never)).toThrow("imageUrl");
      expect(await answering([{ ...simpleCard({ title: "a" }), imageURL: "x" }])).toBe(
        "500 response_invalid",
      );
      const card = simpleCard({ title: "a", extra: { badge: "new" } });
      expect(schemas.simple_card.encode(card)).toMatchObject({ badge: "new" });
    },
  },
};

describe.each(Object.entries(proofs))("docs/from-python.md, %s", (heading, byRow) => {
  it("has a proof for each row, and a row for each proof", () => {
    expect(rowsUnder(heading)).toEqual(Object.keys(byRow));
  });

  it.each(Object.entries(byRow))("%s", async (_, prove) => {
    await prove();
  });
});

describe("docs/from-python.md, What is left out", () => {
  it("names what cannot be imported here", () => {
    const names = Object.keys(schemaPackage);
    for (const name of ["getMapper", "constants", "unicodeNormalize", "ObjectID", "IsRegexp"]) {
      expect(names).not.toContain(name);
    }
    expect(schemaPackage.limits.card.title).toBe(80);
  });
});
