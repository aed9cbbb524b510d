import { Agent, request as httpRequest } from "node:http";
import { events, sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";
import { signedRequest, stepReachedNotification } from "@clustaar/webhook-core/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Served, serve } from "./http.ts";
import { headerText, mutateBytes, mutateStructure, seeded } from "./mutate.ts";

/** Requests for each seed: 50,000 in all. */
const REQUESTS = 10_000;
const AT_ONCE = 32;
const privateKey = "fuzz-private-key";
const auth = { username: "fuzz", password: "fuzz-password" };

let served: Served;
const failures: unknown[] = [];
let answered = 0;
beforeAll(async () => {
  const webhook = new Webhook({ privateKey, auth, maxBody: 200_000 });
  webhook.on(events.CONVERSATION_STEP_REACHED, ({ notification }) => {
    const { interlocutor, session, step } = notification.event;
    session.values.seen = true;
    const hello = sendTextAction({ alternatives: ["Hello"] });
    return stepReachedResponse({ actions: [...step.actions, hello], session, interlocutor });
  });
  webhook.onError((error) => failures.push(error));
  webhook.onResponse(() => {
    answered += 1;
  });
  served = await serve(webhook);
});
afterAll(() => served.close());

/** The same requests in every run, and others in each; FUZZ_SEED runs those of one seed again. */
const seeds = process.env.FUZZ_SEED
  ? [Number(process.env.FUZZ_SEED)]
  : [1, 2, 3, 4, Math.floor(Math.random() * 2 ** 31)];

/** A full notification: every part of the envelope and several actions. */
const full = stepReachedNotification({
  session: { name: "tintin", nested: { list: [1, "two", null] } },
  step: {
    userData: '{"a":1}',
    actions: [
      sendTextAction({ alternatives: ["Hi <b>you</b>", "Ｈｉ"] }),
      {
        type: "send_cards_action",
        cards: [
          {
            type: "card",
            title: "A card",
            buttons: [
              {
                type: "button",
                title: "Go",
                action: {
                  type: "go_to_action",
                  target: { type: "step", stepId: "507f191e810c19729de860ea", name: "A step" },
                },
              },
            ],
          },
        ],
      },
    ],
  },
  input: {
    type: "message",
    text: "hello",
    attachments: [{ type: "file", url: "https://a.example" }],
  },
});

it.each(seeds)(
  `stands ${REQUESTS} mutated requests (FUZZ_SEED=%i)`,
  { timeout: 600_000 },
  async (seed) => {
    answered = 0;
    const random = seeded(seed);
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
    const statuses = new Map<number, number>();
    let sent = 0;

    async function one(): Promise<void> {
      while (sent < REQUESTS) {
        sent += 1;
        const { status, text } = await exchange(agent, mutatedRequest(random));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status >= 500) throw new Error(`got ${status}: ${text}`);
        if (leaks(text)) throw new Error(`a secret or a stack in ${text}`);
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    agent.destroy();

    expect(failures).toEqual([]);
    expect(answered, "answers that onResponse was told").toBe(REQUESTS);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    // Mutations must reach every depth of the pipeline, or the test would prove little.
    for (const status of [200, 400, 401, 404, 413, 422]) {
      expect(statuses.get(status), `answers with ${status}`).toBeGreaterThan(20);
    }
    // And an honest request is still taken.
    const honest = signedRequest({ notification: full, privateKey, auth });
    expect((await exchange(new Agent(), plain(honest))).status).toBe(200);
  },
);

interface Plain {
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** Half of them are signed after the change, so that they get past the signature. */
function mutatedRequest(random: () => number): Plain {
  const turn = random();
  let body: Uint8Array | string = JSON.stringify(full);
  if (turn < 0.5) {
    let value: unknown = full;
    const times = 1 + Math.floor(random() * 3);
    for (let index = 0; index < times; index++) value = mutateStructure(random, value);
    body = JSON.stringify(value) ?? "";
    // Deep, but not too deep to answer; as text, which no helper of the test has to walk.
    if (turn < 0.02)
      body = body.replace(
        '"values":{',
        `"values":{"deep":${"[".repeat(1_900)}${"]".repeat(1_900)},`,
      );
  } else if (turn < 0.7) {
    body = mutateBytes(random, new TextEncoder().encode(body));
  } else if (turn < 0.72) {
    body = `{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`;
  } else if (turn < 0.74) {
    body = `${body}${" ".repeat(300_000)}`;
  }
  const request = plain(signedRequest({ body, privateKey, auth }));
  if (turn < 0.8) return request;
  if (turn < 0.9) return { ...request, body: mutateBytes(random, request.body) };
  const names = Object.keys(request.headers);
  const name = names[Math.floor(random() * names.length)] as string;
  const headers = { ...request.headers };
  if (random() < 0.2) delete headers[name];
  else headers[name] = headerText(random, headers[name] ?? "");
  return { headers, body: request.body };
}

function plain({ headers, body }: ReturnType<typeof signedRequest>): Plain {
  return { headers: Object.fromEntries(headers), body };
}

function exchange(
  agent: Agent,
  { headers, body }: Plain,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { port: served.port, host: "127.0.0.1", method: "POST", headers, agent };
    const request = httpRequest(options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.on("error", reject);
    });
    let tries = 0;
    request.on("error", (error: NodeJS.ErrnoException) => {
      // A server that answers 413 before the whole body was read closes the connection: the answer may be lost.
      const cutOff =
        body.byteLength > 200_000 && ["EPIPE", "ECONNRESET"].includes(error.code ?? "");
      if (cutOff && tries++ === 0) resolve({ status: 413, text: "" });
      else reject(error);
    });
    request.setTimeout(30_000, () => request.destroy(new Error("no answer within 30 s")));
    request.end(body);
  });
}

function leaks(text: string): boolean {
  const secrets = [privateKey, auth.password];
  // What was sent may come back, so a stack is looked for by what only a stack holds.
  return secrets.some((secret) => text.includes(secret)) || /\bat .+\.(?:ts|js):\d+:\d+/.test(text);
}
