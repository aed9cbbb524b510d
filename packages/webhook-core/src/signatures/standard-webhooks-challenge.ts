import { Buffer } from "node:buffer";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { isEd25519Key } from "./internal/ed25519-key.ts";
import { standardWebhooks } from "./standard-webhooks.ts";
import type { SigningKey } from "./types.ts";

/** The event that asks an endpoint to prove that it has the key. */
export const standardWebhooksPing = "webhook.ping";

/** What a challenge may be: an answer to any text would let its sender have other things signed. */
const usableChallenge = /^[\w-]{16,128}$/;

/**
 * Answers the challenge of a `webhook.ping`, with which a sender such as `@clustaar/webhook-emitter` asks whether an endpoint has the
 * key: the HMAC-SHA256 of `webhook.ping.` and the challenge, in hex. Who verifies with a public key cannot sign, and gives the
 * challenge back. Answer only after the signature of the ping has been verified.
 *
 * @throws WebhookConfigError `config_invalid` when the key cannot be used, or the challenge is not 16 to 128 letters, digits, `-` and `_`.
 *
 * @example
 * ```ts
 * import { standardWebhooksChallengeResponse } from "@clustaar/webhook-core/signatures";
 *
 * const key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
 * console.log(standardWebhooksChallengeResponse("Kq3VtD0mR8sYw1xZ", key).length); // 64
 * ```
 */
export function standardWebhooksChallengeResponse(challenge: string, key: SigningKey): string {
  if (!isStandardWebhooksChallenge(challenge)) {
    throw new WebhookConfigError(
      "standardWebhooks: expected a challenge of 16 to 128 letters, digits, hyphens and underscores, got something else",
    );
  }
  const prepared = standardWebhooks.prepareKey(key);
  if (isEd25519Key(prepared)) return challenge;
  // No signature of a message begins like this: what follows its id is a number.
  return prepared.digest(`${standardWebhooksPing}.`, Buffer.from(challenge)).toString("hex");
}

/** Whether {@link standardWebhooksChallengeResponse} answers this. */
export function isStandardWebhooksChallenge(value: unknown): value is string {
  return typeof value === "string" && usableChallenge.test(value);
}
