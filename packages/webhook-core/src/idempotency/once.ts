import type { WebhookRequest, WebhookResponse } from "../endpoint.ts";
import { WebhookError } from "../errors.ts";
import type { IdempotencyStore } from "./store.ts";

/** How duplicates are told and how long answers are kept. */
export interface OncePolicy {
  readonly store: IdempotencyStore;
  readonly key: (request: WebhookRequest) => string | Promise<string>;
  /** Seconds an answer is kept. */
  readonly ttl: number;
  /** Seconds a claim holds when the process that made it dies. */
  readonly lease: number;
  /** Milliseconds a duplicate waits for the first to be answered. */
  readonly wait: number;
}

/** Milliseconds between two looks at a store that cannot tell when a claim is settled. */
const POLL = 50;

/**
 * Runs `work` for the first request of its kind; a duplicate gets the first one's answer again.
 * An answer below 500 is kept, a failure gives the claim up, so that a failed handler may be tried again.
 *
 * `answer` is what the caller waits for (it may stop at a deadline); the claim follows `work` itself, so
 * that an answer that comes too late is there for the next delivery.
 *
 * @throws WebhookError `duplicate_pending`
 */
export async function once(
  policy: OncePolicy,
  request: WebhookRequest,
  work: () => Promise<WebhookResponse>,
  answer: (work: () => Promise<WebhookResponse>) => Promise<WebhookResponse>,
  report: (error: unknown) => void,
): Promise<WebhookResponse> {
  const { store, ttl } = policy;
  const key = await policy.key(request);
  const kept = await claim(policy, key);
  if (kept !== undefined) return kept;
  return answer(async () => {
    let response: WebhookResponse;
    try {
      response = await work();
    } catch (error) {
      await settle(() => store.release(key), report);
      throw error;
    }
    await settle(
      () => (response.status < 500 ? store.complete(key, response, ttl) : store.release(key)),
      report,
    );
    return response;
  });
}

/** Gives the kept answer, or nothing once the claim is ours. */
async function claim(policy: OncePolicy, key: string): Promise<WebhookResponse | undefined> {
  const { store, lease, wait } = policy;
  const first = await store.claim(key, lease);
  if (first.state === "new") return undefined;
  if (first.state === "done") return first.answer;

  const patience = timer(wait);
  try {
    for (let found = first; ; ) {
      const poll = timer(POLL);
      const turn = found.settled ?? poll.done;
      const over = await Promise.race([turn.then(() => false), patience.done.then(() => true)]);
      poll.clear();
      if (over) {
        throw new WebhookError(
          "duplicate_pending",
          `the first delivery was not answered within ${wait} ms; send this one again later`,
        );
      }
      const next = await store.claim(key, lease);
      if (next.state === "new") return undefined;
      if (next.state === "done") return next.answer;
      found = next;
    }
  } finally {
    patience.clear();
  }
}

/** The answer is made: a store that fails now must not take it away. */
async function settle(
  act: () => void | Promise<void>,
  report: (error: unknown) => void,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    report(error);
  }
}

function timer(milliseconds: number): { done: Promise<void>; clear: () => void } {
  let handle: ReturnType<typeof setTimeout> | undefined;
  const done = new Promise<void>((resolve) => {
    handle = setTimeout(resolve, milliseconds);
  });
  return { done, clear: () => clearTimeout(handle) };
}
