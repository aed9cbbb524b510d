import { createOnce, type Once, type OnceOptions } from "@clustaar/webhook-core";
import {
  checkBoolean,
  checkNumber,
  checkOptions,
  checkText,
} from "@clustaar/webhook-core/endpoint";
import {
  type HmacKey,
  preservica,
  preservicaLatin1,
  type SignatureScheme,
} from "@clustaar/webhook-core/signatures";

/**
 * How a `PreservicaReceiver` is built. An option that is present but undefined or empty throws: a missing environment
 * variable must never switch off a check.
 */
export interface PreservicaReceiverOptions {
  /**
   * The secret of the subscription. In a list (for rotation), each one is accepted, and the first one answers challenges.
   * The type accepts an environment variable as it is, but undefined throws.
   */
  readonly secret: string | readonly string[] | undefined;
  /** Reads secret, challenge code and body as latin-1, as pyPreservica does; default false, UTF-8. */
  readonly legacyLatin1?: boolean;
  /** The largest body accepted, in bytes; default 1 MiB. */
  readonly maxBody?: number;
  /** Handles no event again when a body is sent again; off by default. */
  readonly idempotency?: PreservicaIdempotencyOptions;
}

/**
 * How events already handled are kept: one entry for a delivery, identified by its body, its trigger and the number of
 * handlers.
 */
export interface PreservicaIdempotencyOptions extends OnceOptions {
  /**
   * Seconds they are kept; default 86,400, a day. Two identical bodies count as one for that long, even
   * if the same thing happened twice: set it to about as long as Preservica keeps retrying.
   */
  readonly ttl?: number;
}

/** The options of a receiver, checked and with the defaults filled in. */
export interface ReceiverSettings {
  readonly scheme: SignatureScheme;
  readonly keys: readonly HmacKey[];
  readonly legacyLatin1: boolean;
  readonly maxBody: number;
  /** Calls the handlers of each delivery once; null: each time it is sent. */
  readonly once: Once | null;
}

const MEBIBYTE = 1024 * 1024;

/** @throws WebhookConfigError `config_invalid` */
export function receiverSettings(options: PreservicaReceiverOptions): ReceiverSettings {
  const known = ["secret", "legacyLatin1", "maxBody", "idempotency"];
  // A secret that is undefined is told below, where it cannot be left out.
  checkOptions("PreservicaReceiver", options, known, ["secret"]);
  const { secret, legacyLatin1 = false, maxBody = MEBIBYTE, idempotency } = options;
  checkBoolean("PreservicaReceiver: legacyLatin1", legacyLatin1);
  checkNumber("PreservicaReceiver: maxBody", maxBody, 0, "bytes");
  const secrets: readonly unknown[] = Array.isArray(secret) ? secret : [secret];
  if (secrets.length === 0) checkText("PreservicaReceiver: secret", undefined);
  const scheme = legacyLatin1 ? preservicaLatin1 : preservica;
  const keys = secrets.map((text) => {
    checkText("PreservicaReceiver: secret", text);
    return scheme.prepareKey(text);
  });
  return {
    scheme,
    keys,
    legacyLatin1,
    maxBody,
    once:
      idempotency === undefined ? null : createOnce("PreservicaReceiver: idempotency", idempotency),
  };
}
