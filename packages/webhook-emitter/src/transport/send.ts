import { Buffer } from "node:buffer";
import type { Dispatcher } from "undici";

/** What was answered. */
export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly retryAfter: string | undefined;
  /** The beginning of the body. */
  readonly body: Buffer;
  /** Whether there was more. */
  readonly truncated: boolean;
}

/** One request. */
export interface Request {
  /** Lower-case names; the transport may add to them. */
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
  /** Milliseconds for all of it: connecting, headers and body. */
  readonly timeout: number;
  /** Ends it from outside. */
  readonly signal?: Stop;
}

/** What ends requests from outside: an `AbortSignal`, or a {@link Stopper}, which costs less for each request. */
export interface Stop {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Ends all requests that listen to it. */
export class Stopper implements Stop {
  readonly #listeners = new Set<() => void>();
  aborted = false;
  reason: unknown;

  abort(reason: Error): void {
    this.aborted = true;
    this.reason = reason;
    for (const listener of [...this.#listeners]) listener();
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }
}

/** The time of an attempt was over. */
class AttemptTimeoutError extends Error {
  override readonly name = "AttemptTimeoutError";
  readonly code = "timeout";
}

/** Bytes of an answer that are read. */
const MOST = 64 * 1024;

/** Posts a body, and gives the answer whatever its status; follows no redirect and repeats nothing. */
export function send(
  dispatcher: Dispatcher,
  origin: string,
  path: string,
  { headers, body, timeout, signal }: Request,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let failure: Error | undefined;
    let answer:
      | { status: number; contentType: string | null; retryAfter: string | undefined }
      | undefined;
    let chunks: Buffer[] = [];
    let size = 0;

    const end = (error: Error) => {
      failure ??= error;
      controller?.abort(failure);
      settle();
      reject(failure);
    };
    const timer = setTimeout(
      () => end(new AttemptTimeoutError(`no whole answer within ${timeout} ms`)),
      timeout,
    );
    const onAbort = () =>
      end(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const finish = (truncated: boolean) => {
      if (failure || !answer) return;
      settle();
      const whole = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      resolve({ ...answer, body: whole.subarray(0, MOST), truncated });
    };
    if (signal?.aborted) return onAbort();
    signal?.addEventListener("abort", onAbort);

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        if (failure) started.abort(failure);
      },
      onResponseStart(_controller, status, answered) {
        // 1xx answers are not the answer.
        if (status < 200) return;
        answer = {
          status,
          contentType: first(answered["content-type"]) ?? null,
          retryAfter: first(answered["retry-after"]),
        };
      },
      onResponseData(started, chunk) {
        if (failure || size > MOST) return;
        size += chunk.byteLength;
        chunks.push(chunk);
        if (size <= MOST) return;
        finish(true);
        chunks = [];
        started.abort(new Error("the answer is longer than what is read"));
      },
      onResponseEnd() {
        finish(false);
      },
      onResponseError(_controller, error) {
        settle();
        reject(failure ?? error);
      },
    };
    try {
      dispatcher.dispatch(
        {
          origin,
          path,
          method: "POST",
          headers,
          body,
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        handler,
      );
    } catch (error) {
      end(error as Error);
    }
  });
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
