import { claimInTime, NotAClaim } from "./claim-key.ts";
import type { OnceContext } from "./once.ts";
import { claimLost, storeFailed } from "./once-errors.ts";
import type { OnceOptions } from "./once-options.ts";
import type { Claim } from "./store.ts";

/** What another delivery of the same key has done, which had the claim in the meantime. */
export type Other =
  /** It was answered: its answer is the first. */
  | { readonly state: "done"; readonly value: string }
  /** There is none, or it failed: the key was claimed again, for this delivery. */
  | { readonly state: "new"; readonly token: string };

/**
 * Looks for the delivery that claimed a key while this one, whose claim was lost, was being handled: a sender must never get
 * two different answers.
 *
 * @throws WebhookError 409 `duplicate_pending` while the other delivery is being handled, or where the store cannot say.
 */
export async function lookForOther(
  policy: Required<OnceOptions>,
  key: string,
  { report, waitUntil }: OnceContext,
): Promise<Other> {
  let found: Claim;
  try {
    found = await claimInTime(policy, key, waitUntil);
  } catch (cause) {
    if (cause instanceof NotAClaim) throw cause;
    report(
      storeFailed(
        "claim",
        cause,
        "the delivery is answered 409, and handled when it is sent again",
      ),
    );
    throw claimLost();
  }
  if (found.state === "pending") throw claimLost();
  return found;
}
