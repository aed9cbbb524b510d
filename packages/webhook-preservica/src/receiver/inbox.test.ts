import type { AcceptedRequest, HostContext } from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { PreservicaReceiver } from "../index.ts";
import { challengeRequest, deliveryRequest } from "../testing.ts";

const secret = "s3cr3t";

function world() {
  const taken: AcceptedRequest[] = [];
  const handled: unknown[] = [];
  const receiver = new PreservicaReceiver({ secret });
  receiver.onEvent(({ event, trigger }) => void handled.push([trigger, event.entityRef]));
  receiver.onError(() => {});
  const host: HostContext = {
    accept: async (accepted) => {
      taken.push(accepted);
      return { response: { status: 202, headers: {}, body: "" }, duplicate: false };
    },
  };
  return { receiver, host, taken, handled };
}

describe("behind an inbox", () => {
  const events = [{ entityRef: "one" }];
  const request = deliveryRequest({ secret, trigger: "INDEXED", events });

  it("a delivery is verified, and handled later without its signature", async () => {
    const { receiver, host, taken, handled } = world();
    expect(receiver.deferrable).toBe(true);
    expect((await receiver.handle(request, host)).status).toBe(202);
    expect(handled).toEqual([]);
    expect(taken).toEqual([
      {
        request,
        topic: "INDEXED",
        route: "delivery",
        id: expect.stringMatching(/^[0-9a-f]{64}\/INDEXED$/),
        payload: expect.objectContaining({ events }),
        acknowledgement: expect.objectContaining({ status: 200, body: '{"success":true}' }),
      },
    ]);
    const kept = { ...request, headers: new Headers() };
    expect((await receiver.handle(kept, { accepted: true })).status).toBe(200);
    expect(handled).toEqual([["INDEXED", "one"]]);
  });

  it("challenges are answered at once, and what is not signed is refused", async () => {
    const { receiver, host, taken } = world();
    const answer = await receiver.handle(challengeRequest("abc123"), host);
    expect(JSON.parse(String(answer.body)).challengeCode).toBe("abc123");
    const forged = deliveryRequest({ secret: "wrong", events });
    expect((await receiver.handle(forged, host)).status).toBe(401);
    const broken = deliveryRequest({ secret, body: "{" });
    expect((await receiver.handle(broken, host)).status).toBe(400);
    expect(taken).toEqual([]);
  });
});
