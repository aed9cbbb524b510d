import { WebhookConfigError } from "../endpoint/errors.ts";
import { checkFunction, checkNumber, checkOptions, kindOf } from "../endpoint/option-checks.ts";
import { type BasicCredentials, basicAuth, type Guard } from "../signatures/guards/index.ts";
import { clustaar } from "../signatures/index.ts";
import { createOnce, memoryStore, type OnceOptions } from "../stores/index.ts";
import { LONGEST_TIMEOUT } from "./deadline.ts";
import type { Duplicates } from "./once.ts";
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
): Duplicates {
  const what = "Webhook: idempotency";
  checkOptions(what, options, ["store", "ttl", "lease", "onStoreError", "storeTimeout", "key"]);
  const { key, ...given } = options;
  if (key !== undefined) checkFunction(`${what}.key`, key);
  const defaults = deadline === null ? {} : withinDeadline(deadline);
  return { once: createOnce(what, { store: memoryStore({ now }), ...defaults, ...given }), key };
}

/** A deadline bounds what a duplicate waits; claims hold beyond it, and leave time for the handler. */
function withinDeadline(deadline: number): OnceOptions {
  return {
    wait: deadline,
    lease: Math.max(60, (2 * deadline) / 1000),
    storeTimeout: Math.max(1, Math.min(2_000, deadline / 4)),
  };
}
