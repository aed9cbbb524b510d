import { describe, expect, expectTypeOf, it } from "vitest";
import {
  type PreservicaEntityType,
  type PreservicaIdentifier,
  type PreservicaPayload,
  PreservicaReceiver,
} from "../index.ts";
import { deliveryRequest } from "../testing.ts";

const secret = "s3cr3t";

describe("the fields that Preservica delivers", () => {
  it("were all unknown but entityRef", async () => {
    const payload: PreservicaPayload = {
      subscriptionId: "c306c99ca3a736124fa711bec53c737d",
      trigger: "FULL_TEXT_INDEXED",
      timestamp: "2026-11-25T10:00:00.000Z",
      tenant: "EXAMPLE",
      events: [
        {
          entityRef: "a9e1cae8-ea06-4157-8dd4-82d0525b031c",
          entityType: "IO",
          identifiers: [{ type: "code", value: "MS 1" }],
        },
      ],
    };
    const seen: unknown[] = [];
    const receiver = new PreservicaReceiver({ secret });
    receiver.on("INDEXED", ({ event, delivery }) => {
      expectTypeOf(event.entityRef).toEqualTypeOf<string | null | undefined>();
      expectTypeOf(event.entityType).toEqualTypeOf<PreservicaEntityType | null | undefined>();
      expectTypeOf(event.identifiers).toEqualTypeOf<
        readonly PreservicaIdentifier[] | null | undefined
      >();
      expectTypeOf(event.title).toEqualTypeOf<unknown>();
      expectTypeOf(delivery.payload.subscriptionId).toEqualTypeOf<string | undefined>();
      expectTypeOf(delivery.payload.tenant).toEqualTypeOf<string | undefined>();
      const { type, value } = event.identifiers?.[0] ?? { type: "", value: "" };
      const when = new Date(delivery.payload.timestamp ?? 0).getUTCFullYear();
      seen.push([event.entityType, type, value.toUpperCase(), when, delivery.payload.tenant]);
    });
    await receiver.handle(deliveryRequest({ secret, payload }));
    expect(seen).toEqual([["IO", "code", "MS 1", 2026, "EXAMPLE"]]);
  });

  it.each([
    ["a kind that is not known", { entityType: "XO" }],
    ["a kind that is not a text", { entityType: 7 }],
    ["identifiers that are not a list", { identifiers: { type: "code" } }],
    ["identifiers of another shape", { identifiers: ["MS 1", null, { code: "MS 1" }] }],
    ["nothing but a reference", {}],
  ])("never cost a delivery: %s", async (_, fields) => {
    const event = { entityRef: "a9e1cae8-ea06-4157-8dd4-82d0525b031c", ...fields };
    const payload = { subscriptionId: 1, timestamp: null, tenant: [], trigger: 0, events: [event] };
    const seen: unknown[] = [];
    const receiver = new PreservicaReceiver({ secret });
    receiver.onEvent(({ event, delivery }) => seen.push(event, delivery.payload));
    const { status } = await receiver.handle(deliveryRequest({ secret, payload }));
    expect([status, seen]).toEqual([200, [event, payload]]);
  });
});
