import { readHeader } from "./node-headers.ts";
import type { NodeRequest } from "./node-request.ts";
import { bodyIncomplete, bodyTooLarge, rawBodyUnavailable } from "./refusals.ts";

const nothing = new Uint8Array(0);

/**
 * Reads the raw body of a Node request, at most `limit` bytes; bytes that were kept as `rawBody` or `body` are used.
 *
 * @param remedy - what the 500 tells whoever runs the server when something else read the body.
 * @param kept - where the framework keeps bytes read beforehand; the request itself unless set.
 * @throws `HttpError` `body_too_large` as soon as the limit is passed (or declared to be),
 *   `body_incomplete` for an upload that broke off, `raw_body_unavailable` for a body already read.
 *
 * @example
 * ```ts
 * import { IncomingMessage } from "node:http";
 * import { Socket } from "node:net";
 * import { readBody } from "@clustaar/webhook-core/adapter";
 *
 * const message = new IncomingMessage(new Socket());
 * message.push("{}");
 * message.push(null);
 * console.log((await readBody(message, 1024, "")).byteLength); // 2
 * ```
 */
export function readBody(
  message: NodeRequest,
  limit: number,
  remedy: string,
  kept: { rawBody?: unknown; body?: unknown } = message,
): Promise<Uint8Array> {
  // One promise for all of it: this runs for every request.
  return new Promise((resolve, reject) => {
    const bytes = keptBytes(kept);
    if (bytes !== undefined) {
      if (bytes.byteLength > limit) throw bodyTooLarge(limit, bytes.byteLength);
      return resolve(bytes);
    }
    // With an encoding set, the stream gives text instead of bytes.
    if (message.readableDidRead || message.readableEncoding) throw rawBodyUnavailable(remedy);
    if (message.readableEnded) return resolve(nothing);
    if (message.destroyed) throw bodyIncomplete();
    const declared = Number(readHeader(message, "content-length"));
    if (declared > limit) throw bodyTooLarge(limit, declared);
    readStream(message, limit, resolve, reject);
  });
}

function keptBytes({ rawBody, body }: { rawBody?: unknown; body?: unknown }) {
  if (rawBody instanceof Uint8Array) return rawBody;
  if (body instanceof Uint8Array) return body;
  return undefined;
}

/** Listens for `data`: `for await` costs a promise and more for every chunk. */
function readStream(
  message: NodeRequest,
  limit: number,
  resolve: (body: Uint8Array) => void,
  reject: (error: Error) => void,
): void {
  let length = 0;
  let first: Uint8Array = nothing;
  // One growing buffer, not a list of chunks: a million chunks of one byte would weigh 100 times their bytes.
  let whole: Buffer | undefined;
  const onData = (chunk: Uint8Array) => {
    const end = length + chunk.length;
    if (end > limit) {
      message.off("data", onData);
      reject(bodyTooLarge(limit));
      return;
    }
    if (length === 0) {
      first = chunk;
    } else {
      if (whole === undefined || whole.length < end) {
        const grown = Buffer.allocUnsafe(Math.min(limit, end * 2));
        grown.set(whole?.subarray(0, length) ?? first);
        whole = grown;
      }
      whole.set(chunk, length);
    }
    length = end;
  };
  message.on("data", onData);
  message.on("end", () => resolve(whole?.subarray(0, length) ?? first));
  message.on("error", (cause) => reject(bodyIncomplete(cause)));
  message.on("close", () => {
    // After `end` this is the ordinary close: do not build an error for it.
    if (!message.readableEnded) reject(bodyIncomplete());
  });
  // A paused request (`pause()` before some asynchronous middleware) does not flow by itself.
  if (message.readableFlowing === false) message.resume();
}
