import {
  type HostContext,
  type HttpError,
  messageOf,
  type ObservableEndpoint,
  type ResponseEvent,
  type WebhookRequest,
  type WebhookResponse,
} from "@clustaar/webhook-core/endpoint";
import type { Clock } from "../internal/clock.ts";

/** What one attempt is made with. */
export interface AttemptOptions {
  readonly endpoint: ObservableEndpoint;
  readonly clock: Clock;
  /** In milliseconds. */
  readonly timeout: number;
  /** Ends the attempt when the inbox is closing. */
  readonly closing: AbortSignal;
  /** Called when an attempt that was given up ends after all. */
  onLate(response: WebhookResponse): void;
}

/** How one attempt went. */
export type Attempted =
  | { readonly end: "closing" }
  | { readonly end: "timeout" }
  | {
      readonly end: "answered";
      readonly response: WebhookResponse;
      /** What the endpoint told of its answer. */
      readonly told: ResponseEvent | undefined;
      /** The first failure that it reported. */
      readonly error: HttpError | undefined;
      /** What work failed with that went on after the answer, in words; undefined: it was done. */
      readonly undone: string | undefined;
    };

/** Has the endpoint handle a request that was accepted before, within its time; never rejects. */
export async function attempt(
  request: WebhookRequest,
  { endpoint, clock, timeout, closing, onLate }: AttemptOptions,
): Promise<Attempted> {
  const controller = new AbortController();
  const waits: Promise<unknown>[] = [];
  let undone: string | undefined;
  let told: ResponseEvent | undefined;
  let error: HttpError | undefined;
  const host: HostContext = {
    accepted: true,
    signal: controller.signal,
    waitUntil(work) {
      // Caught here, since it may fail before anybody waits for it.
      const done = Promise.resolve(work).catch((failure: unknown) => {
        undone ??= messageOf(failure);
      });
      waits.push(done);
    },
    onResponse: (event) => {
      told = event;
    },
    onError: (one) => {
      error ??= one;
    },
  };
  let over = false;
  const handled = handle(endpoint, request, host, waits).then((response): Attempted => {
    if (over) onLate(response);
    return { end: "answered", response, told, error, undone };
  });
  const { ended, forget } = endOf(clock, timeout, closing);
  const first = await Promise.race([handled, ended]);
  forget();
  if (first.end === "answered") return first;
  over = true;
  controller.abort(
    first.end === "closing"
      ? new Error("the inbox is closing; the request will be handled later")
      : new DOMException(`expected the request to be handled within ${timeout} ms`, "TimeoutError"),
  );
  return first;
}

/** The answer, once what the handler has handed to `waitUntil` is done too: a request is settled after all of its work. */
async function handle(
  endpoint: ObservableEndpoint,
  request: WebhookRequest,
  host: HostContext,
  waits: readonly Promise<unknown>[],
): Promise<WebhookResponse> {
  try {
    const response = await endpoint.handle(request, host);
    for (let done = 0; done < waits.length; done++) await waits[done];
    return response;
  } catch (error) {
    // An endpoint that breaks its contract.
    return { status: 500, headers: {}, body: messageOf(error) };
  }
}

/** Resolves when an attempt has to end, whether it is done or not. */
function endOf(clock: Clock, timeout: number, closing: AbortSignal) {
  let forget = () => {};
  const ended = new Promise<Attempted>((resolve) => {
    const cancel = clock.after(timeout, () => resolve({ end: "timeout" }));
    const close = () => resolve({ end: "closing" });
    if (closing.aborted) close();
    closing.addEventListener("abort", close, { once: true });
    forget = () => {
      cancel();
      closing.removeEventListener("abort", close);
    };
  });
  return { ended, forget };
}
