import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { isHttpError, WebhookConfigError } from "../endpoint/errors.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { verifyPrepared } from "../signatures/clustaar.ts";
import type { HmacKey, PreparedKey, SignatureScheme } from "../signatures/index.ts";
import {
  isStandardWebhooksChallenge,
  standardWebhooksChallengeResponse,
} from "../signatures/standard-webhooks-challenge.ts";
import { AskedSecret } from "./asked-secret.ts";
import type { WebhookOptions } from "./options.ts";

/** The keys that signatures are verified with. */
export interface SigningKeys {
  /**
   * With the scheme `clustaar` the caller checks the age, if it has a limit.
   *
   * @throws WebhookError 401 `signature_...`, and with other schemes 400 `request_too_old` and its like; 500 `secret_unavailable`
   *   when a function gives no key.
   */
  verify(
    request: WebhookRequest,
    now: number,
    exchange: Pick<EndpointContext, "report">,
  ): void | Promise<void>;
  /** What a `webhook.ping` that was verified is answered with; undefined: this scheme knows none, or the challenge will not do. */
  pong(challenge: unknown, request: WebhookRequest, now: number): string | undefined;
  /** The keys as they were given, for the doctor; empty before a function was asked. */
  readonly texts: readonly string[];
}

/**
 * Reads the option `privateKey`; null where unsigned requests are accepted.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function signingKeys(
  privateKey: WebhookOptions["privateKey"],
  scheme: SignatureScheme,
  maxAge: number | null,
): SigningKeys | null {
  if (privateKey === undefined || privateKey === null) return null;
  const checks = checksOf(scheme, maxAge);
  if (typeof privateKey === "function") return askedKeys(privateKey, scheme, checks);
  const { prepared, texts } = readKeys(scheme, privateKey, wrongOption);
  return {
    texts,
    verify: (request, now) => checks.verify(request, prepared, now),
    pong: (challenge, request, now) => checks.pong(challenge, request, prepared, now),
  };
}

interface Keys {
  readonly prepared: readonly PreparedKey[];
  readonly texts: readonly string[];
}

/** What a scheme does with keys. */
interface Checks {
  verify(request: WebhookRequest, keys: readonly PreparedKey[], now: number): void;
  pong(
    challenge: unknown,
    request: WebhookRequest,
    keys: readonly PreparedKey[],
    now: number,
  ): string | undefined;
}

function checksOf(scheme: SignatureScheme, maxAge: number | null): Checks {
  const tolerance = maxAge ?? Number.MAX_SAFE_INTEGER;
  const verify: Checks["verify"] =
    scheme.name === "clustaar"
      ? (request, keys) => verifyPrepared(request, keys as readonly HmacKey[])
      : (request, keys, now) => scheme.verify(request, keys, { now, tolerance });
  return {
    verify,
    pong(challenge, request, keys, now) {
      if (scheme.name !== "standardWebhooks" || !isStandardWebhooksChallenge(challenge)) return;
      // With the key that the sender has: during a rotation the two sides may be one step apart.
      const key = keys.find((one) => isVerified(() => verify(request, [one], now)));
      return key && standardWebhooksChallengeResponse(challenge, key);
    },
  };
}

function isVerified(verify: () => void): boolean {
  try {
    verify();
    return true;
  } catch {
    return false;
  }
}

function askedKeys(ask: () => unknown, scheme: SignatureScheme, checks: Checks): SigningKeys {
  const secret = new AskedSecret("privateKey", ask, (given) => readKeys(scheme, given, wrongKey));
  let texts: readonly string[] = [];
  return {
    get texts() {
      return texts;
    },
    pong: (challenge, request, now) =>
      checks.pong(challenge, request, secret.kept?.prepared ?? [], now),
    async verify(request, now, exchange) {
      const keys = await secret.get();
      texts = keys.texts;
      try {
        checks.verify(request, keys.prepared, now);
      } catch (error) {
        // A signature that cannot be read fits no other key either.
        if (!isHttpError(error) || error.code !== "signature_invalid") throw error;
        const others = await secret.after(keys, exchange.report);
        if (others === undefined) throw error;
        texts = others.texts;
        checks.verify(request, others.prepared, now);
      }
    },
  };
}

function readKeys(
  scheme: SignatureScheme,
  given: unknown,
  refuse: (came: string) => WebhookConfigError,
): Keys {
  const keys: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (keys.length === 0) throw refuse("an empty list");
  const texts = keys.map((key) => {
    if (typeof key !== "string" || key === "") throw refuse(kindOf(key));
    return key;
  });
  return { texts, prepared: texts.map((key) => scheme.prepareKey(key)) };
}

function wrongKey(came: string): WebhookConfigError {
  return new WebhookConfigError(
    `expected the private key of the bot's webhook tab, or a list of keys, got ${came}; is an environment variable not set?`,
  );
}

function wrongOption(came: string): WebhookConfigError {
  return new WebhookConfigError(
    `Webhook: privateKey: expected the private key of the bot's webhook tab, a list of keys, or a function that gives either, got ${came}; is an environment variable not set? Leave privateKey out to accept unsigned requests`,
  );
}
