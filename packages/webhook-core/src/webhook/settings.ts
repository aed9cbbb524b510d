import { WebhookConfigError } from "../endpoint/errors.ts";
import { checkFunction, checkNumber, checkOptions, kindOf } from "../endpoint/option-checks.ts";
import { type BasicCredentials, basicAuth, type Guard } from "../signatures/guards/index.ts";
import { clustaar } from "../signatures/index.ts";
import { memoryStore } from "../stores/index.ts";
import { LONGEST_TIMEOUT } from "./deadline.ts";
import type { OncePolicy } from "./once.ts";
import type { IdempotencyOptions, WebhookOptions } from "./options.ts";
import type { Pipeline } from "./pipeline.ts";

type Settings = Omit<Pipeline, "router" | "wrap" | "report">;

const KNOWN = [
  "privateKey",
  "auth",
  "maxAge",
  "maxBody",
  "deadline",
  "idempotency",
  "now",
] as const;
const MEBIBYTE = 1024 * 1024;
const DAY = 24 * 60 * 60;
/** How long a duplicate waits for the first answer when there is no deadline, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Checks the options of a `Webhook` and fills in the defaults.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function settingsOf(options: WebhookOptions): Settings {
  checkOptions("Webhook", options, KNOWN);
  const { maxBody = MEBIBYTE, maxAge = 10, deadline = null, now = Date.now } = options;
  checkNumber("Webhook: maxBody", maxBody, 0, "bytes");
  if (maxAge !== null) checkNumber("Webhook: maxAge", maxAge, 0, "seconds (or null)");
  if (deadline !== null) checkDeadline(deadline);
  checkFunction("Webhook: now", now);
  return {
    maxBody,
    maxAge,
    deadline,
    now,
    auth: guardOf(options.auth),
    keys: keysOf(options.privateKey),
    duplicates:
      options.idempotency === undefined ? null : duplicatesOf(options.idempotency, deadline, now),
  };
}

function keysOf(privateKey: WebhookOptions["privateKey"]): Settings["keys"] {
  if (privateKey === undefined || privateKey === null) return null;
  const keys: readonly unknown[] = Array.isArray(privateKey) ? privateKey : [privateKey];
  if (keys.length === 0) throw wrongKey("an empty list");
  return keys.map((key) => {
    if (typeof key !== "string" || key === "") throw wrongKey(kindOf(key));
    return clustaar.prepareKey(key);
  });
}

function wrongKey(came: string): WebhookConfigError {
  return new WebhookConfigError(
    `Webhook: privateKey: expected the private key of the bot's webhook tab, or a list of keys, got ${came}; leave it out to take unsigned requests`,
  );
}

function guardOf(auth: WebhookOptions["auth"]): Guard | null {
  if (auth === undefined || auth === null) return null;
  if (typeof auth !== "function") checkOptions("Webhook: auth", auth, ["username", "password"]);
  // Types allow half a pair, since environment variables may be unset; `basicAuth` refuses it.
  return basicAuth(auth as BasicCredentials);
}

function checkDeadline(deadline: unknown): void {
  const milliseconds = checkNumber("Webhook: deadline", deadline, 1, "milliseconds");
  if (milliseconds <= LONGEST_TIMEOUT) return;
  throw new WebhookConfigError(
    `Webhook: deadline: expected at most ${LONGEST_TIMEOUT} milliseconds, got ${milliseconds}`,
  );
}

function duplicatesOf(
  options: IdempotencyOptions,
  deadline: number | null,
  now: () => number,
): OncePolicy {
  checkOptions("Webhook: idempotency", options, ["store", "ttl", "lease", "key"]);
  const {
    store = memoryStore({ now }),
    ttl = DAY,
    lease = Math.max(60, (2 * (deadline ?? 0)) / 1000),
    key,
  } = options;
  for (const method of ["claim", "renew", "complete", "release"] as const) {
    checkFunction(`Webhook: idempotency.store.${method}`, store?.[method]);
  }
  checkNumber("Webhook: idempotency.ttl", ttl, 1, "seconds");
  checkNumber("Webhook: idempotency.lease", lease, 1, "seconds");
  if (key !== undefined) checkFunction("Webhook: idempotency.key", key);
  return { store, ttl, lease, key, wait: deadline ?? PATIENCE };
}
