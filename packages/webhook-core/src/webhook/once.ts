import { createHash } from "node:crypto";
import type { WebhookRequest, WebhookResponse } from "../endpoint/endpoint.ts";
import { WebhookError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/option-checks.ts";
import type { Claim, IdempotencyStore } from "../stores/store.ts";
import { holdClaim } from "./hold-claim.ts";
import { decodeAnswer, encodeAnswer } from "./kept-answer.ts";

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
  /** Called when the claim is lost while `work` runs: another delivery may be handled beside it. */
  readonly onLost: () => void;
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
  const { store, ttl, lease } = policy;
  const key = await keyOf(policy, context.request);
  const claim = await claimed(policy, key, context.onPending);
  if (claim.state === "done") return decodeAnswer(claim.value);

  const { token } = claim;
  const { onLost, report } = context;
  const letGo = holdClaim(store, token, lease, { onLost, onFailure: report });
  // The answer is made: a store that is slow or fails now must not take it away.
  const settle = (...acts: (() => unknown)[]) => context.waitUntil(settled(acts, report));
  const release = () => store.release(token);
  try {
    const answer = await work();
    if (answer.status >= 500) settle(release);
    else settle(() => store.complete(token, encodeAnswer(answer), ttl), release);
    return answer;
  } catch (error) {
    settle(release);
    throw error;
  } finally {
    letGo();
  }
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
  const { state, token, value } = (claim ?? {}) as {
    [key in "state" | "token" | "value"]?: unknown;
  };
  if (state === "pending") return claim;
  if (state === "done" && typeof value === "string") return claim;
  if (state === "new" && typeof token === "string") return claim;
  const came = `state ${String(state)}, token ${kindOf(token)}, value ${kindOf(value)}`;
  throw new TypeError(
    `idempotency.store.claim: expected { state: "new", token } or { state: "done", value } with strings, or { state: "pending" }, got ${came}`,
  );
}

/** The refusal of a duplicate whose first delivery takes too long. */
export function stillPending(milliseconds: number): WebhookError {
  return new WebhookError(
    "duplicate_pending",
    `the first delivery was not answered within ${milliseconds} ms; send this one again later`,
  );
}

/** Why the signal of a handler is aborted whose claim another delivery may have now. */
export function claimLost(): WebhookError {
  return new WebhookError(
    "duplicate_pending",
    "the claim of this delivery ran out while it was handled, so another delivery of it may be handled by now",
  );
}

/** Does the first of `acts`; each that fails is reported, and the next one done in its stead. */
async function settled(
  acts: readonly (() => unknown)[],
  report: (error: unknown) => void,
): Promise<void> {
  for (const act of acts) {
    try {
      await act();
      return;
    } catch (error) {
      report(error);
    }
  }
}

function timer(milliseconds: number): { done: Promise<void>; clear: () => void } {
  let handle: ReturnType<typeof setTimeout> | undefined;
  const done = new Promise<void>((resolve) => {
    handle = setTimeout(resolve, milliseconds);
  });
  return { done, clear: () => clearTimeout(handle) };
}
