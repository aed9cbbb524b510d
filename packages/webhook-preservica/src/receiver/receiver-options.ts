import { type IdempotencyStore, memoryStore } from "@clustaar/webhook-core";
import {
  checkBoolean,
  checkFunction,
  checkNumber,
  checkOptions,
  checkText,
  checkTimer,
} from "@clustaar/webhook-core/endpoint";
import {
  type HmacKey,
  preservica,
  preservicaLatin1,
  type SignatureScheme,
} from "@clustaar/webhook-core/signatures";

/**
 * How a `PreservicaReceiver` is built. An option that is present but undefined or empty throws: a missing environment
 * variable must never switch a check off.
 */
export interface PreservicaReceiverOptions {
  /**
   * The secret of the subscription. In a list, each one verifies (rotation) and the first one answers challenges.
   * The type accepts an environment variable as it is; undefined throws all the same.
   */
  readonly secret: string | readonly string[] | undefined;
  /** Reads secret, challenge code and body as latin-1, as pyPreservica does; default false, UTF-8. */
  readonly legacyLatin1?: boolean;
  /** The largest body accepted, in bytes; default 1 MiB. */
  readonly maxBody?: number;
  /** Handles no event twice when a body is sent again; off by default. */
  readonly idempotency?: PreservicaIdempotencyOptions;
}

/**
 * How events already handled are kept: one entry for a delivery, and one more each time that some of its handlers failed
 * or half a `lease` went by.
 */
export interface PreservicaIdempotencyOptions {
  /** Where it is kept; default in this process's memory. */
  readonly store?: IdempotencyStore;
  /**
   * Seconds it is kept; default 86,400, a day. Two bodies that are equal byte for byte count as one for that long, even
   * if the same thing happened twice: set it to about as long as Preservica keeps trying.
   */
  readonly ttl?: number;
  /**
   * Seconds a delivery stays claimed after the process that handles it has died; default 60. It is renewed between two
   * handlers: one that takes longer than half of it may be called again while it is still running.
   */
  readonly lease?: number;
  /** Milliseconds a delivery waits for another of the same body before it is answered 409 `duplicate_pending`; default 10,000. */
  readonly wait?: number;
}

/** The options of a receiver, checked and with the defaults filled in. */
export interface ReceiverSettings {
  readonly scheme: SignatureScheme;
  readonly keys: readonly HmacKey[];
  readonly legacyLatin1: boolean;
  readonly maxBody: number;
  readonly idempotency: Required<PreservicaIdempotencyOptions> | null;
}

const MEBIBYTE = 1024 * 1024;
const DAY = 24 * 60 * 60;

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
    idempotency: idempotency === undefined ? null : idempotencySettings(idempotency),
  };
}

function idempotencySettings(
  options: PreservicaIdempotencyOptions,
): Required<PreservicaIdempotencyOptions> {
  const what = "PreservicaReceiver: idempotency";
  checkOptions(what, options, ["store", "ttl", "lease", "wait"]);
  const { store = memoryStore(), ttl = DAY, lease = 60, wait = 10_000 } = options;
  for (const method of ["claim", "renew", "complete", "release"] as const) {
    checkFunction(`${what}.store.${method}`, store?.[method]);
  }
  checkNumber(`${what}.ttl`, ttl, 1, "seconds");
  checkNumber(`${what}.lease`, lease, 1, "seconds");
  checkTimer(`${what}.wait`, wait, 0);
  return { store, ttl, lease, wait };
}
