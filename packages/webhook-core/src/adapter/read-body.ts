import { findKept, type KeptBody } from "./kept-body.ts";
import { readHeader } from "./node-headers.ts";
import type { NodeRequest } from "./node-request.ts";
import { readStream } from "./read-stream.ts";
import {
  bodyIncomplete,
  bodyTooLarge,
  checkEmptyBody,
  mayHaveBody,
  rawBodyUnavailable,
} from "./refusals.ts";

const nothing = new Uint8Array(0);

/**
 * Reads the raw body of a Node request, at most `limit` bytes; bytes that were kept as `rawBody` or `body` are used.
 *
 * @param remedy - what the 500 tells the server's owner to change when the raw bytes are gone.
 * @param kept - where the framework keeps what it read beforehand; default: the request itself.
 * @throws `HttpError` `body_too_large` as soon as the limit is passed (or declared to be), `body_incomplete` for an upload
 *   that broke off, `raw_body_unavailable` for a body that the host read, parsed, decoded or dropped.
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
  kept: KeptBody = message,
): Promise<Uint8Array> {
  // One promise for all of it: this runs for every request.
  return new Promise((resolveBytes, reject) => {
    const { bytes, parsed } = findKept(kept);

    const resolve = (body: Uint8Array) => {
      if (body.byteLength > 0) return resolveBytes(body);
      try {
        if (parsed !== undefined && mayHaveBody(message.method)) {
          throw rawBodyUnavailable(remedy, parsed);
        }
        checkEmptyBody(message.method, readHeader(message, "content-length"), remedy);
        resolveBytes(body);
      } catch (error) {
        reject(error);
      }
    };

    if (bytes !== undefined) {
      if (bytes.byteLength > limit) throw bodyTooLarge(limit, bytes.byteLength);
      return resolve(bytes);
    }
    const { readableDidRead, readableEnded } = message;
    // Vercel reads the body, then puts an `on` in place that plays the bytes again.
    const replays = Object.hasOwn(message, "on");
    if (!replays) {
      if (readableDidRead) throw rawBodyUnavailable(remedy);
      if (message.readableEncoding) throw rawBodyUnavailable(remedy, "the host made text of them");
      if (readableEnded) return resolve(nothing);
    }
    if (message.destroyed && !readableEnded) throw bodyIncomplete();
    const declared = Number(readHeader(message, "content-length"));
    if (declared > limit) throw bodyTooLarge(limit, declared);
    // A hand-made request may be a stream that never emits anything; tracing tools too put an `on` in place.
    const doubt =
      replays && (readableDidRead || readableEnded) ? "something read them first" : parsed;
    readStream(message, { limit, remedy, doubt, resolve, reject });
  });
}
