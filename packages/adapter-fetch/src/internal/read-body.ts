import { Buffer } from "node:buffer";
import { types } from "node:util";
import {
  bodyFailed,
  bodyTooLarge,
  checkEmptyBody,
  mayHaveBody,
  rawBodyUnavailable,
} from "@clustaar/webhook-core/adapter";
import type { FetchBody, FetchRequest } from "../fetch-context.ts";

const remedy =
  "Call the webhook before the middleware that did (c.req.json(), request.text() and their like), or hand it request.clone(); " +
  "where the host drops the body of a request without a content type (SvelteKit does), have the sender name one.";

const nothing = new Uint8Array(0);

/** Reads the raw body of a web request, at most `limit` bytes. */
export async function readBody(request: FetchRequest, limit: number): Promise<Uint8Array> {
  if (request.bodyUsed) throw rawBodyUnavailable(remedy);
  if (!mayHaveBody(request.method)) return nothing;
  const declared = request.headers.get("content-length") ?? null;
  if (declared !== null && Number(declared) > limit) {
    throw bodyTooLarge(limit, Number(declared));
  }
  // Without a declared length the stream is the only way to stop at the limit.
  const body =
    declared !== null && readsItself(request)
      ? await readWhole(request, limit)
      : await readStream(request.body, limit);
  if (body.byteLength === 0) checkEmptyBody(request.method, declared, remedy);
  return body;
}

/**
 * True of the light request of a server (`@hono/node-server`) that reads its connection by itself. HTTP holds that
 * to the declared length; in a `Request` that a program made, the header is a mere claim.
 */
function readsItself(request: FetchRequest): boolean {
  return request instanceof Request && request.arrayBuffer !== Request.prototype.arrayBuffer;
}

/** Asking such a request for its stream builds the web objects that its server saves. */
async function readWhole(request: FetchRequest, limit: number): Promise<Uint8Array> {
  const bytes = await request.arrayBuffer().catch((cause) => {
    // A reader that has read nothing yet shows only now.
    if (!request.bodyUsed && request.body?.locked) throw rawBodyUnavailable(remedy);
    throw bodyFailed(cause, limit);
  });
  // A platform that read the body before (`rawBody`) held it to no limit of ours.
  if (bytes.byteLength > limit) throw bodyTooLarge(limit, bytes.byteLength);
  return new Uint8Array(bytes);
}

async function readStream(stream: FetchBody | null, limit: number): Promise<Uint8Array> {
  if (stream === null) return nothing;
  if (stream.locked) throw rawBodyUnavailable(remedy);
  const reader = stream.getReader();
  let whole = nothing;
  let length = 0;
  let wasText = false;
  for (;;) {
    const { done, value } = await reader.read().catch((cause) => {
      throw bodyFailed(cause, limit);
    });
    if (done) {
      if (wasText) throw rawBodyUnavailable(remedy, "the host made text of them");
      return whole.subarray(0, length);
    }
    // A stream may hold anything. Text is counted like bytes, so that the limit holds.
    const chunk: unknown = typeof value === "string" ? Buffer.from(value) : value;
    wasText ||= chunk !== value;
    if (!types.isUint8Array(chunk)) {
      reader.releaseLock();
      throw rawBodyUnavailable(remedy, "the host parsed them");
    }
    const end = length + chunk.byteLength;
    if (end > limit) {
      // Not cancelled: on Node that resets the connection before the answer is out.
      reader.releaseLock();
      throw bodyTooLarge(limit);
    }
    // One growing buffer: many tiny chunks would weigh far more than their bytes.
    if (whole.byteLength < end) {
      const grown = new Uint8Array(Math.min(limit, Math.max(end, length * 2)));
      grown.set(whole.subarray(0, length));
      whole = grown;
    }
    whole.set(chunk, length);
    length = end;
  }
}
