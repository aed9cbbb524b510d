import { bodyIncomplete, bodyTooLarge, rawBodyUnavailable } from "@clustaar/webhook-core/adapter";

const remedy =
  "Call the webhook before the middleware that did (c.req.json(), request.text() and their like), or hand it request.clone().";

const nothing = new Uint8Array(0);

/** Fetch gives a request of these methods no body, or refuses to build one at all. */
const bodyless = new Set(["GET", "HEAD", "CONNECT", "TRACE", "TRACK"]);

/** Reads the raw body of a web request, at most `limit` bytes. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  if (request.bodyUsed) throw rawBodyUnavailable(remedy);
  if (bodyless.has(request.method.toUpperCase())) return nothing;
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > limit) {
    throw bodyTooLarge(limit, Number(declared));
  }
  // Without a declared length the stream is the only way to stop at the limit.
  return declared !== null && readsItself(request)
    ? readWhole(request, limit)
    : readStream(request.body, limit);
}

/**
 * True of the light request of a server (`@hono/node-server`) that reads its connection by itself. HTTP holds that
 * to the declared length; in a `Request` that a program made, the header is a mere claim.
 */
function readsItself(request: Request): boolean {
  return request instanceof Request && request.arrayBuffer !== Request.prototype.arrayBuffer;
}

/** Asking such a request for its stream builds the web objects that its server saves. */
async function readWhole(request: Request, limit: number): Promise<Uint8Array> {
  const bytes = await request.arrayBuffer().catch((cause) => {
    // A reader that has read nothing yet shows only now.
    if (!request.bodyUsed && request.body?.locked) throw rawBodyUnavailable(remedy);
    throw bodyIncomplete(cause);
  });
  // A platform that read the body before (`rawBody`) held it to no limit of ours.
  if (bytes.byteLength > limit) throw bodyTooLarge(limit, bytes.byteLength);
  return new Uint8Array(bytes);
}

async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Uint8Array> {
  if (stream === null) return nothing;
  if (stream.locked) throw rawBodyUnavailable(remedy);
  const reader = stream.getReader();
  let whole = nothing;
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause) => {
      throw bodyIncomplete(cause);
    });
    if (done) return whole.subarray(0, length);
    const end = length + value.byteLength;
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
    whole.set(value, length);
    length = end;
  }
}
