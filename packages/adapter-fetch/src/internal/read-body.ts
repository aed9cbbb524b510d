import { bodyIncomplete, bodyTooLarge, rawBodyUnavailable } from "@clustaar/webhook-core/adapter";

const remedy =
  "Call the webhook before the middleware that did (c.req.json(), request.text() and their like), or hand it request.clone().";

const nothing = new Uint8Array(0);

/** Reads the raw body of a web request, at most `limit` bytes. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  if (request.bodyUsed) throw rawBodyUnavailable(remedy);
  if (request.method === "GET" || request.method === "HEAD") return nothing;
  const declared = request.headers.get("content-length");
  if (declared === null) return readStream(request.body, limit);
  if (Number(declared) > limit) throw bodyTooLarge(limit, Number(declared));
  // HTTP holds a sender to the declared length, and hosts read all at once much faster than as a stream.
  const bytes = await request.arrayBuffer().catch((cause) => {
    throw bodyIncomplete(cause);
  });
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
