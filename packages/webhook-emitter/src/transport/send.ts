import { Buffer } from "node:buffer";
import type { Dispatcher } from "undici";
import type { HeaderList } from "./header-list.ts";

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
  /** The transport may add to them. */
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  /** Milliseconds for all of it: connecting, headers and body. */
  readonly timeout: number;
  /** Ends it from outside. */
  readonly signal?: AbortSignal;
}

/** The time of an attempt was over. */
class AttemptTimeoutError extends Error {
  override readonly name = "AttemptTimeoutError";
  readonly code = "timeout";
}

/** Bytes of an answer that are read. */
const MOST = 64 * 1024;

const nothing = Buffer.alloc(0);

/** Posts a body, and gives the answer whatever its status; follows no redirect and repeats nothing. */
export function send(
  dispatcher: Dispatcher,
  origin: string,
  path: string,
  request: Request,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const exchange = new Exchange(request, resolve, reject);
    if (exchange.isOver) return;
    const { headers, body } = request;
    try {
      dispatcher.dispatch(
        { origin, path, method: "POST", headers, body, headersTimeout: 0, bodyTimeout: 0 },
        exchange,
      );
    } catch (error) {
      exchange.fail(error as Error);
    }
  });
}

/** A request that is under way: an object, since there are many, and a closure for each event costs more than all else here. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: Request;
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #failure: Error | undefined;
  #status = 0;
  #contentType: string | null = null;
  #retryAfter: string | undefined;
  #chunks: Buffer[] | undefined;
  #size = 0;

  constructor(request: Request, resolve: (answer: Answer) => void, reject: (error: Error) => void) {
    const { timeout, signal } = request;
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(onTimeout, timeout, this);
    if (signal?.aborted) this.handleEvent();
    else signal?.addEventListener("abort", this);
  }

  get isOver(): boolean {
    return this.#failure !== undefined;
  }

  /** The signal was aborted. */
  handleEvent(): void {
    const reason: unknown = this.#request.signal?.reason;
    this.fail(reason instanceof Error ? reason : new Error("aborted"));
  }

  timedOut(): void {
    this.fail(new AttemptTimeoutError(`no whole answer within ${this.#request.timeout} ms`));
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#controller?.abort(this.#failure);
    this.#settle();
    this.#reject(this.#failure);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure) controller.abort(this.#failure);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // 1xx answers are not the answer.
    if (status < 200) return;
    this.#status = status;
    this.#contentType = first(headers["content-type"]) ?? null;
    this.#retryAfter = first(headers["retry-after"]);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#failure || this.#size > MOST) return;
    this.#size += chunk.byteLength;
    this.#chunks ??= [];
    this.#chunks.push(chunk);
    if (this.#size <= MOST) return;
    this.#finish(true);
    this.#chunks = undefined;
    controller.abort(new Error("the answer is longer than what is read"));
  }

  onResponseEnd(): void {
    this.#finish(false);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle();
    this.#reject(this.#failure ?? error);
  }

  #finish(truncated: boolean): void {
    if (this.#failure || this.#status === 0) return;
    this.#settle();
    this.#resolve({
      status: this.#status,
      contentType: this.#contentType,
      retryAfter: this.#retryAfter,
      body: this.#chunks ? Buffer.concat(this.#chunks).subarray(0, MOST) : nothing,
      truncated,
    });
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#request.signal?.removeEventListener("abort", this);
  }
}

function onTimeout(exchange: Exchange): void {
  exchange.timedOut();
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
