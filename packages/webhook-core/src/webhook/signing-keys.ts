import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { isHttpError, WebhookConfigError } from "../endpoint/errors.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { verifyPrepared } from "../signatures/clustaar.ts";
import { clustaar, type HmacKey } from "../signatures/index.ts";
import { AskedSecret } from "./asked-secret.ts";
import type { WebhookOptions } from "./options.ts";

/** The keys that signatures are verified with. */
export interface SigningKeys {
  /**
   * The caller checks the age, if it has a limit.
   *
   * @throws WebhookError 401 `signature_...`; 500 `secret_unavailable` when a function gives no key.
   */
  verify(request: WebhookRequest, exchange: Pick<EndpointContext, "report">): void | Promise<void>;
  /** The keys as they were given, for the doctor; empty before a function was asked. */
  readonly texts: readonly string[];
}

/**
 * Reads the option `privateKey`; null where unsigned requests are accepted.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function signingKeys(privateKey: WebhookOptions["privateKey"]): SigningKeys | null {
  if (privateKey === undefined || privateKey === null) return null;
  if (typeof privateKey === "function") return askedKeys(privateKey);
  const { prepared, texts } = readKeys(privateKey, wrongOption);
  return { texts, verify: (request) => verifyPrepared(request, prepared) };
}

interface Keys {
  readonly prepared: readonly HmacKey[];
  readonly texts: readonly string[];
}

function askedKeys(ask: () => unknown): SigningKeys {
  const secret = new AskedSecret("privateKey", ask, (given) => readKeys(given, wrongKey));
  let texts: readonly string[] = [];
  return {
    get texts() {
      return texts;
    },
    async verify(request, exchange) {
      const keys = await secret.get();
      texts = keys.texts;
      try {
        verifyPrepared(request, keys.prepared);
      } catch (error) {
        // A signature that cannot be read fits no other key either.
        if (!isHttpError(error) || error.code !== "signature_invalid") throw error;
        const others = await secret.after(keys, exchange.report);
        if (others === undefined) throw error;
        texts = others.texts;
        verifyPrepared(request, others.prepared);
      }
    },
  };
}

function readKeys(given: unknown, refuse: (came: string) => WebhookConfigError): Keys {
  const keys: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (keys.length === 0) throw refuse("an empty list");
  const texts = keys.map((key) => {
    if (typeof key !== "string" || key === "") throw refuse(kindOf(key));
    return key;
  });
  return { texts, prepared: texts.map((key) => clustaar.prepareKey(key)) };
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
