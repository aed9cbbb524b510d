import { setTimeout as wait } from "node:timers/promises";
import { messageOf } from "@clustaar/webhook-core/endpoint";
import { type Deadline, deadline, orAborted } from "./abort.ts";
import { PreservicaError } from "./errors.ts";
import { maskedBody, maskedCause } from "./mask.ts";
import { maskNamed } from "./mask-named.ts";
import { mask } from "./mask-secrets.ts";

/** Tries of an idempotent call at most. */
const MOST_TRIES = 3;
/** Milliseconds before the second try; twice as many before the third. */
const BACKOFF = 200;
const temporary = new Set([502, 503, 504]);
const idempotent = new Set(["GET", "DELETE"]);

/** What a transport needs besides the calls. */
export interface TransportSettings {
  readonly origin: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds of one try. */
  readonly timeout: number;
  readonly sleep: ((milliseconds: number) => Promise<unknown>) | undefined;
  /** What no error may show. */
  readonly secrets: () => readonly string[];
}

/** One HTTP call. */
export interface Call {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What else no error of this call may show. */
  readonly secrets?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** An answer that was read whole. */
export interface Answer {
  readonly status: number;
  readonly url: string;
  readonly text: string;
  /** How many tries it took. */
  readonly tries: number;
}

/** Sends calls: with a timeout, and again where that is safe. */
export class Transport {
  readonly #settings: TransportSettings;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
  }

  /** @throws PreservicaError `connection_failed`, `request_timeout`; the signal's reason. */
  async send(call: Call): Promise<Answer> {
    const { result, tries } = await this.#retrying(call, async (response) => ({
      status: response.status,
      text: await response.text(),
    }));
    return { ...result, url: this.urlOf(call), tries };
  }

  /** Like `send`, with the body yet to be read; the timeout runs on until it is. */
  async open(call: Call): Promise<Response> {
    const read = async (response: Response, time: Deadline) => this.#streamed(call, response, time);
    return (await this.#retrying(call, read, true)).result;
  }

  /** The error for an answer that means no. */
  refusal(call: Call, { status, text }: Pick<Answer, "status" | "text">): PreservicaError {
    return this.error("request_refused", call, `got ${status}`, { status, text });
  }

  /** An error about a call; what the server told is masked, `problem` is our own text and holds no secret. */
  error(
    code: PreservicaError["code"],
    call: Call,
    problem: string,
    { status, text }: { status?: number; text?: string } = {},
  ): PreservicaError {
    const url = this.#shownUrl(call);
    const body = text === undefined ? undefined : maskedBody(text, this.#secretsOf(call));
    const answered = body ? `: ${body.slice(0, 300)}` : "";
    const message = `${call.method} ${url}: ${problem}${answered}`;
    return new PreservicaError(code, message, { status, url, body });
  }

  urlOf({ path }: Call): string {
    return `${this.#settings.origin}${path}`;
  }

  /** The URL as errors show it: the caller of `get` may have put a secret into the query. */
  #shownUrl(call: Call): string {
    return `${this.#settings.origin}${maskNamed(mask(call.path, this.#secretsOf(call)))}`;
  }

  #secretsOf({ secrets = [] }: Call): string[] {
    return [...secrets, ...this.#settings.secrets()];
  }

  async #retrying<T extends { status: number }>(
    call: Call,
    read: (response: Response, time: Deadline) => Promise<T>,
    stays = false,
  ): Promise<{ result: T; tries: number }> {
    const { signal } = call;
    for (let tries = 1; ; tries++) {
      signal?.throwIfAborted();
      const again = tries < MOST_TRIES && idempotent.has(call.method);
      try {
        const result = await this.#once(call, read, stays, again);
        if (result !== "again") return { result, tries };
      } catch (error) {
        const broken = error instanceof PreservicaError && error.code === "connection_failed";
        if (!broken || !again) throw error;
      }
      const pause = BACKOFF * 2 ** (tries - 1);
      const { sleep } = this.#settings;
      const slept = sleep ? sleep(pause) : wait(pause, undefined, signal ? { signal } : {});
      await orAborted(Promise.resolve(slept), signal);
    }
  }

  async #once<T>(
    call: Call,
    read: (response: Response, time: Deadline) => Promise<T>,
    stays: boolean,
    again: boolean,
  ): Promise<T | "again"> {
    const { method, headers, body, signal } = call;
    const { fetch, timeout } = this.#settings;
    const time = deadline(timeout, signal, () => this.#timedOut(call));
    let open = false;
    try {
      const work = async () => {
        const response = await fetch(this.urlOf(call), {
          method,
          headers: { ...headers },
          ...(body === undefined ? {} : { body }),
          // Another host must get neither the token nor the password.
          redirect: "manual",
          signal: time.signal,
        });
        if (again && temporary.has(response.status)) {
          await response.body?.cancel();
          return "again";
        }
        return read(response, time);
      };
      const result = await orAborted(work(), time.signal);
      open = stays;
      return result;
    } catch (error) {
      throw this.#failure(call, error, time);
    } finally {
      if (!open) time.clear();
    }
  }

  /** The body as it comes; the clock stops with it, and what breaks it is told as everything else is. */
  #streamed(call: Call, response: Response, time: Deadline): Response {
    const { body, status, statusText, headers } = response;
    if (body === null) {
      time.clear();
      return response;
    }
    const reader = body.getReader();
    const stream = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          try {
            const { done, value } = await orAborted(reader.read(), time.signal);
            if (!done) return controller.enqueue(value);
            time.clear();
            controller.close();
          } catch (error) {
            time.clear();
            reader.cancel(error).catch(() => {});
            controller.error(this.#failure(call, error, time));
          }
        },
        cancel: (reason) => {
          time.clear();
          return reader.cancel(reason);
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(stream, { status, statusText, headers });
  }

  /** Why a call failed: the caller gave it up, the time is over, or the connection broke. */
  #failure(call: Call, error: unknown, time: Deadline): unknown {
    if (call.signal?.aborted) return call.signal.reason;
    return time.over ? this.#timedOut(call) : this.#connectionFailed(call, error);
  }

  #timedOut(call: Call): PreservicaError {
    return this.error("request_timeout", call, `no answer within ${this.#settings.timeout} ms`);
  }

  #connectionFailed(call: Call, error: unknown): PreservicaError {
    const secrets = this.#secretsOf(call);
    const reason = mask(reasonOf(error), secrets);
    const url = this.#shownUrl(call);
    const message = `${call.method} ${url}: no connection (${reason})`;
    const cause = maskedCause(error, secrets);
    return new PreservicaError("connection_failed", message, { url, cause });
  }
}

/** `fetch` only says that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  const message = messageOf(error);
  try {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof Error && "code" in cause) return `${message}, ${String(cause.code)}`;
  } catch {
    // A getter of somebody's that throws; the message is enough.
  }
  return message;
}
