import { createHash } from "node:crypto";
import type { WebhookRequest, WebhookResponse } from "../endpoint/endpoint.ts";
import { WebhookError } from "../endpoint/errors.ts";
import type { Claim, IdempotencyStore } from "../stores/store.ts";

/** How duplicates are told and how long answers are kept. */
export interface OncePolicy {
  readonly store: IdempotencyStore;
  /** Undefined: the SHA-256 of the raw body. */
  readonly key: ((request: WebhookRequest) => unknown) | undefined;
  /** Seconds an answer is kept. */
  readonly ttl: number;
  /** Seconds a claim holds. */
  readonly lease: number;
  /** Milliseconds a duplicate waits for the first to be answered. */
  readonly wait: number;
}

/** What `once` needs of the request's surroundings. */
export interface OnceContext {
  readonly request: WebhookRequest;
  readonly report: (error: unknown) => void;
  /** Told when somebody else is at it. */
  readonly onPending: () => void;
  /** Goes on with work after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** Milliseconds between two looks at a store that cannot tell when a claim is settled. */
const POLL = 50;

/**
 * Runs `work` for the first request of its kind; a duplicate gets the first one's answer again.
 * An answer below 500 is kept, a failure gives the claim up, so that a failed handler may be tried again.
 *
 * @throws WebhookError `duplicate_pending`
 */
export async function once(
  policy: OncePolicy,
  context: OnceContext,
  work: () => Promise<WebhookResponse>,
): Promise<WebhookResponse> {
  const { store, ttl } = policy;
  const key = await keyOf(policy, context.request);
  const claim = await claimed(policy, key, context.onPending);
  if (claim.state === "done") return claim.answer;

  // The answer is made: a store that is slow or fails now must not take it away.
  const settle = (act: () => void | Promise<void>, otherwise?: () => void | Promise<void>) =>
    context.waitUntil(settled(act, otherwise, context.report));
  const release = () => store.release(key, claim.token);
  let response: WebhookResponse;
  try {
    response = await work();
  } catch (error) {
    settle(release);
    throw error;
  }
  const answer = response;
  if (answer.status < 500) settle(() => store.complete(key, answer, ttl, claim.token), release);
  else settle(release);
  return response;
}

async function keyOf({ key }: OncePolicy, request: WebhookRequest): Promise<string> {
  const own = await key?.(request);
  // A header that is not there must not make all requests the same one.
  if (typeof own === "string" && own !== "") return own;
  return createHash("sha256").update(request.body).digest("hex");
}

type Settled = Exclude<Claim, { state: "pending" }>;

/** Claims the key, or waits for who has it. */
async function claimed(policy: OncePolicy, key: string, onPending: () => void): Promise<Settled> {
  const { store, lease, wait } = policy;
  let found = checkedClaim(await store.claim(key, lease));
  if (found.state !== "pending") return found;

  onPending();
  const patience = timer(wait);
  try {
    while (found.state === "pending") {
      const poll = timer(POLL);
      const turn = found.settled ?? poll.done;
      const over = await Promise.race([turn.then(() => false), patience.done.then(() => true)]);
      poll.clear();
      if (over) throw stillPending(wait);
      found = checkedClaim(await store.claim(key, lease));
    }
    return found;
  } finally {
    patience.clear();
  }
}

function checkedClaim(claim: Claim): Claim {
  const state: unknown = claim?.state;
  if (state === "new" || state === "done" || state === "pending") return claim;
  throw new TypeError(
    `idempotency.store.claim: expected { state: "new" | "done" | "pending" }, got ${String(state)}`,
  );
}

/** The refusal of a duplicate whose first delivery takes too long. */
export function stillPending(milliseconds: number): WebhookError {
  return new WebhookError(
    "duplicate_pending",
    `the first delivery was not answered within ${milliseconds} ms; send this one again later`,
  );
}

async function settled(
  act: () => void | Promise<void>,
  otherwise: (() => void | Promise<void>) | undefined,
  report: (error: unknown) => void,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    report(error);
    if (otherwise !== undefined) await settled(otherwise, undefined, report);
  }
}

function timer(milliseconds: number): { done: Promise<void>; clear: () => void } {
  let handle: ReturnType<typeof setTimeout> | undefined;
  const done = new Promise<void>((resolve) => {
    handle = setTimeout(resolve, milliseconds);
  });
  return { done, clear: () => clearTimeout(handle) };
}
