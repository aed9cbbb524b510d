import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { quiet, settle, startEmitter } from "../emitter/world.test-helpers.ts";
import { ca, serverCert, serverKey } from "./certificates.test-helpers.ts";

/** What a connection does with its next request. */
type Deed = "answer" | "end" | "reset" | "nothing";

const ok = "HTTP/1.1 204 No Content\r\n\r\n";

/** A server that keeps connections open, and does what it is told with each request: the deeds of the first connection come first. */
async function serverOf(connections: readonly (readonly Deed[])[], secure = false) {
  const seen: { connection: number; id: string | undefined }[] = [];
  let count = 0;
  const take = (socket: Socket) => {
    const connection = count++;
    const deeds = [...(connections[connection] ?? [])];
    let text = "";
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      text += chunk;
      // All of a small request comes at once, or with what follows its headers.
      if (!text.includes("\r\n\r\n") || !text.trimEnd().endsWith("}")) return;
      seen.push({ connection, id: /^webhook-id: (.*)$/m.exec(text)?.[1]?.trim() });
      text = "";
      const deed = deeds.shift() ?? "answer";
      if (deed === "answer") socket.write(ok);
      else if (deed === "nothing") return;
      else if (deed === "end") socket.end();
      else if (secure) socket.destroy();
      else socket.resetAndDestroy();
    });
  };
  const tls = { cert: serverCert, key: serverKey, ALPNProtocols: ["http/1.1"] };
  const server = secure ? createTlsServer(tls, take) : createServer(take);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http${secure ? "s" : ""}://hooks.example:${port}/`, seen };
}

/** Delivers so many events, one after the other, and gives the first attempt of each. */
async function deliver(url: string, count: number, more: Record<string, unknown> = {}) {
  const { emitter } = await startEmitter({
    webhooks: [{ url, secret: "s", events: "after:*", backoff: false, ...more }],
    resolve: (_name, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
  });
  const attempts = [];
  for (let n = 0; n < count; n++) {
    const { deliveries } = await emitter.publish("order.paid", { total: n });
    await quiet(emitter);
    attempts.push((await emitter.deliveries.get(deliveries[0]?.id ?? ""))?.attempts);
  }
  return attempts.map((all) => all?.map(({ ok: isOk, error }) => (isOk ? "ok" : error?.code)));
}

describe("a connection that the server closes while the next request is being sent", () => {
  it.each([
    ["end", false],
    ["reset", false],
    ["end", true],
    ["reset", true],
  ] as const)(
    "counted as a failed attempt (%s, TLS: %s): it is sent again at once, on a new one",
    async (deed, secure) => {
      const { url, seen } = await serverOf([["answer", deed], ["answer"]], secure);
      expect(await deliver(url, 2, secure ? { tls: { ca } } : {})).toEqual([["ok"], ["ok"]]);
      expect(seen.map(({ connection }) => connection)).toEqual([0, 0, 1]);
      expect(seen[2]?.id, "the same message").toBe(seen[1]?.id);
    },
  );

  it("is a failure when the new connection ends as well: there is one repetition", async () => {
    const { url, seen } = await serverOf([["answer", "end"], ["end"], ["answer"]]);
    expect(await deliver(url, 2)).toEqual([["ok"], ["connection_lost"]]);
    expect(seen).toHaveLength(3);
  });

  it("is ended by closing the emitter, and not sent again by it", async () => {
    const { url, seen } = await serverOf([["answer", "nothing"], ["answer"]]);
    const { emitter } = await startEmitter({
      webhooks: [{ url, secret: "s", events: "after:*" }],
      resolve: (_name, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
    });
    await emitter.publish("order.paid", { total: 1 });
    await quiet(emitter);
    await emitter.publish("order.paid", { total: 2 });
    await vi.waitFor(() => expect(seen).toHaveLength(2), { timeout: 10_000, interval: 5 });
    expect(await emitter.close({ deadline: 0 })).toEqual({ handedBack: 1 });
    await settle();
    expect(seen).toHaveLength(2);
  });

  it.each(["end", "reset"] as const)(
    "is a failure when it was a new one (%s): the endpoint closes before it answers",
    async (deed) => {
      const { url, seen } = await serverOf([[deed], ["answer"]]);
      expect(await deliver(url, 1)).toEqual([["connection_lost"]]);
      expect(seen).toHaveLength(1);
    },
  );
});
