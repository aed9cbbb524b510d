import { Buffer } from "node:buffer";
import { types } from "node:util";
import type { NodeRequest } from "./node-request.ts";
import { bodyFailed, bodyIncomplete, bodyTooLarge, rawBodyUnavailable } from "./refusals.ts";

/** What reading a stream takes. */
export interface Reading {
  /** Bytes. */
  readonly limit: number;
  readonly remedy: string;
  /** Why the stream may never emit anything, as text for an error; undefined for a stream that certainly will. */
  readonly doubt: string | undefined;
  resolve(body: Uint8Array): void;
  reject(error: Error): void;
}

/** Milliseconds that a doubtful stream has to say something. */
const PATIENCE = 1000;

const nothing = new Uint8Array(0);

/** Reads a request to its end, at most `limit` bytes. Listens for `data`: `for await` costs a promise and more for every chunk. */
export function readStream(message: NodeRequest, reading: Reading): void {
  const { limit, remedy, doubt, resolve, reject } = reading;
  let length = 0;
  let first: Uint8Array = nothing;
  // One growing buffer, not a list of chunks: a million chunks of one byte would weigh 100 times their bytes.
  let whole: Buffer | undefined;
  let wasText = false;

  let patience: ReturnType<typeof setTimeout> | undefined;
  if (doubt !== undefined) {
    patience = setTimeout(() => reject(rawBodyUnavailable(remedy, doubt)), PATIENCE);
  }

  const onData = (data: unknown) => {
    clearTimeout(patience);
    // An encoding was set while we read. Counted like bytes, so that the limit holds.
    const chunk = typeof data === "string" ? Buffer.from(data) : data;
    wasText ||= chunk !== data;
    if (!types.isUint8Array(chunk)) {
      message.off("data", onData);
      return reject(rawBodyUnavailable(remedy, "the host parsed them"));
    }
    const end = length + chunk.length;
    if (end > limit) {
      message.off("data", onData);
      return reject(bodyTooLarge(limit));
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
  message.on("end", () => {
    clearTimeout(patience);
    if (wasText) return reject(rawBodyUnavailable(remedy, "the host made text of them"));
    resolve(whole?.subarray(0, length) ?? first);
  });
  message.on("error", (cause) => {
    clearTimeout(patience);
    reject(bodyFailed(cause, limit));
  });
  message.on("close", () => {
    // After `end` this is the ordinary close: do not build an error for it.
    if (message.readableEnded) return;
    clearTimeout(patience);
    reject(bodyIncomplete());
  });
  // A paused request (`pause()` before some asynchronous middleware) does not flow by itself.
  if (message.readableFlowing === false) message.resume();
}
