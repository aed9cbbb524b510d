import type { WebhookRequest, WebhookResponse } from "../endpoint/endpoint.ts";
import type { Once, OnceContext } from "../stores/index.ts";
import { sha256, storeKey } from "../stores/store-key.ts";
import { decodeAnswer, encodeAnswer } from "./kept-answer.ts";

/** Tells duplicates, and keeps answers. */
export interface Duplicates {
  readonly once: Once;
  /** What makes two requests the same; undefined: the SHA-256 of the raw body. */
  readonly key: ((request: WebhookRequest) => unknown) | undefined;
}

/** What is done for the first request of its kind, and told of the others. */
export interface Work {
  readonly handle: () => Promise<WebhookResponse>;
  readonly onDuplicate: () => void;
}

/**
 * Handles the first request of its kind; a duplicate gets the first one's answer again.
 * An answer below 500 is kept, a failure gives the claim up, so that a failed handler may be tried again.
 *
 * @throws WebhookError `duplicate_pending`, `store_unavailable`
 */
export async function answerOnce(
  { once, key }: Duplicates,
  request: WebhookRequest,
  context: OnceContext,
  { handle, onDuplicate }: Work,
): Promise<WebhookResponse> {
  return once(await keyOf(key, request), context, {
    async first(claim) {
      const answer = await handle();
      if (answer.status < 500) claim.complete(encodeAnswer(answer));
      return answer;
    },
    again(kept) {
      const answer = decodeAnswer(kept);
      onDuplicate();
      return answer;
    },
  });
}

/** What makes a request the same as another: the caller's own key, or else its body. */
export async function keyOf(key: Duplicates["key"], request: WebhookRequest): Promise<string> {
  const own = await key?.(request);
  // A header that is not there must not make all requests the same one.
  if (typeof own !== "string" || own === "") return sha256(request.body);
  return storeKey(own);
}
