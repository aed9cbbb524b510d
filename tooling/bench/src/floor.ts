import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
import type { Endpoint, WebhookResponse } from "@clustaar/webhook-core";

interface Notification {
  readonly data: { readonly step: { readonly actions: object[] }; readonly session: object };
}

/** What the floor reads of a request. */
export interface Signed {
  readonly date: string | null | undefined;
  readonly signature: string | null | undefined;
  readonly body: Uint8Array;
}

/**
 * The least that answers a signed notification: HMAC-SHA1, a comparison in constant time, `JSON.parse`,
 * and `JSON.stringify` of the very answer the whole path gives; undefined when the signature is wrong.
 */
export function floor(
  { date, signature, body }: Signed,
  key: string | KeyObject,
): string | undefined {
  const expected = createHmac("sha1", key).update(`date=${date}\n`).update(body).digest();
  const given = Buffer.from(signature?.slice("sha1=".length) ?? "", "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const { data }: Notification = JSON.parse(bufferOf(body).toString());
  return JSON.stringify({
    actions: [...data.step.actions, { type: "send_text_action", alternatives: ["Hello"] }],
    session: data.session,
  });
}

/** An endpoint that does the floor's work: what an adapter costs by itself. */
export function floorEndpoint(key: string): Endpoint {
  return {
    maxBody: 1024 * 1024,
    async handle({ headers, body }): Promise<WebhookResponse> {
      const signed = { date: headers.get("date"), signature: headers.get("x-hub-signature"), body };
      const answer = floor(signed, key);
      if (answer === undefined) return { status: 401, headers: {}, body: "" };
      return { status: 200, headers: { "content-type": "application/json" }, body: answer };
    },
  };
}

function bufferOf(body: Uint8Array): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
