import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import { PreservicaReceiver } from "@clustaar/webhook-preservica";
import { challengeRequest, deliveryRequest } from "@clustaar/webhook-preservica/testing";
import { expect, it, onTestFinished } from "vitest";
import { hook, startEmitter, testEvents } from "../emitter/world.test-helpers.ts";
import { createResponder } from "../responder/create-responder.ts";
import { inbox } from "./inbox.ts";
import type { Inbox } from "./inbox-types.ts";
import { quiet, storeKinds, until } from "./world.test-helpers.ts";

const secret = "s3cr3t";

async function serve(box: Inbox): Promise<string> {
  const server = createServer(nodeAdapter(box)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await box.close({ deadline: 0 });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends what Preservica would send. */
async function post(
  url: string,
  { path, query, headers, body }: ReturnType<typeof deliveryRequest>,
) {
  const sent = new Headers();
  for (const name of ["content-type", "preservica-signature"]) {
    const value = headers.get(name);
    if (value) sent.set(name, value);
  }
  sent.set("authorization", "Basic Ym90OnBhc3M=");
  const answer = await fetch(`${url}${path}?${query}`, {
    method: "POST",
    headers: sent,
    body: new Uint8Array(body),
  });
  return { status: answer.status, json: await answer.json() };
}

for (const { kind, absent, address } of storeKinds) {
  it.skipIf(absent)(
    `takes Preservica's events over HTTP, on ${kind}:${absent ? ` (${absent})` : ""}`,
    async () => {
      const receiver = new PreservicaReceiver({ secret });
      const handled: unknown[] = [];
      let fails = 1;
      receiver.onError(() => {});
      receiver.onEvent(({ event, trigger, request }) => {
        if (trigger === "INDEXED" && event.entityRef === "two" && fails-- > 0) {
          throw new Error("no database");
        }
        handled.push([
          trigger,
          event.entityRef,
          request.headers.get("preservica-signature") ?? null,
        ]);
      });
      const log: string[] = [];
      const box = inbox(receiver, {
        store: address(),
        schedule: [0.001],
        storeTimeout: 30_000,
        log: ({ code }) => log.push(code),
      });
      const url = await serve(box);

      const challenge = await post(url, challengeRequest("abc123"));
      expect(challenge).toMatchObject({ status: 200, json: { challengeCode: "abc123" } });
      const forged = deliveryRequest({ secret: "wrong", events: [{ entityRef: "forged" }] });
      expect((await post(url, forged)).status).toBe(401);
      expect((await box.list()).items).toEqual([]);

      const events = [{ entityRef: "one" }, { entityRef: "two" }];
      const sent = deliveryRequest({ secret, trigger: "INDEXED", events });
      expect(await post(url, sent)).toEqual({ status: 200, json: { success: true } });
      expect(await post(url, sent)).toEqual({ status: 200, json: { success: true } });
      // The same body for another subscription.
      await post(url, deliveryRequest({ secret, trigger: "MOVED", events }));
      await quiet(box);
      expect(handled.sort()).toEqual([
        ["INDEXED", "one", null],
        ["INDEXED", "one", null],
        ["INDEXED", "two", null],
        ["MOVED", "one", null],
        ["MOVED", "two", null],
      ]);
      const { items } = await box.list();
      expect(items.map(({ topic, state }) => [topic, state]).sort()).toEqual([
        ["INDEXED", "handled"],
        ["MOVED", "handled"],
      ]);
      expect(log).toContain("request.duplicate");
      expect(log).not.toContain("answer.lost");
      const found = await box.get(items[0]?.id ?? "");
      expect(found?.request.headers.get("authorization")).toBeUndefined();
    },
  );
}

it("takes an emitter's events, in front of its responder", async () => {
  const handled: unknown[] = [];
  const responder = createResponder({ secret }).on("after:order.paid", ({ input, id }) => {
    handled.push([input, id]);
    return undefined;
  });
  const box = inbox(responder, { store: "memory:", storeTimeout: 30_000 });
  const url = await serve(box);
  const { emitter, clock } = await startEmitter({
    events: testEvents(),
    webhooks: [hook({ url } as never, { url })],
  });
  // The time that is signed is the clock's.
  clock.jump(Date.now() - clock.now());
  const { messageId } = await emitter.publish("order.paid", { total: 12 });
  await until(() => expect(handled).toEqual([[{ total: 12 }, messageId]]));
  responder.on("before:adjust", () => undefined);
  expect(() => inbox(responder, { store: "memory:" })).toThrow(
    'the sender of "before:adjust" waits for what its handler says',
  );
});
