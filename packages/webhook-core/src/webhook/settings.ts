import { WebhookConfigError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import {
  checkBoolean,
  checkFunction,
  checkNumber,
  checkOptions,
  checkTimer,
} from "../endpoint/option-checks.ts";
import { clustaar, type SignatureScheme } from "../signatures/index.ts";
import { createOnce, memoryStore, type OnceOptions } from "../stores/index.ts";
import { createTurns, turnOptionNames, turnSettings } from "../turns/index.ts";
import { credentialsGuard } from "./credentials-guard.ts";
import { Development } from "./development.ts";
import { type Concurrency, conversationId } from "./in-turn.ts";
import type { Duplicates } from "./once.ts";
import type { ConcurrencyOptions, IdempotencyOptions, WebhookOptions } from "./options.ts";
import type { Pipeline } from "./pipeline.ts";
import { signingKeys } from "./signing-keys.ts";

type Settings = Omit<Pipeline, "router" | "wrap" | "needsHost">;

const KNOWN = [
  "privateKey",
  "scheme",
  "auth",
  "maxAge",
  "maxBody",
  "deadline",
  "idempotency",
  "concurrency",
  "fallback",
  "development",
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
  const { maxBody = MEBIBYTE, deadline = null, fallback, now = Date.now } = options;
  const { scheme = clustaar } = options;
  checkScheme(scheme);
  const { maxAge = scheme.name === "clustaar" ? 10 : 300 } = options;
  checkNumber("Webhook: maxBody", maxBody, 0, "bytes");
  if (maxAge !== null) checkNumber("Webhook: maxAge", maxAge, 0, "seconds (or null)");
  if (deadline !== null) checkTimer("Webhook: deadline", deadline, 1);
  if (fallback !== undefined) checkFunction("Webhook: fallback", fallback);
  checkFunction("Webhook: now", now);
  const development = isDevelopment(options.development) ? new Development() : null;
  const keys = signingKeys(options.privateKey, scheme, maxAge);
  if (keys === null && options.scheme !== undefined) {
    throw new WebhookConfigError(
      "Webhook: scheme: expected a privateKey to verify with, got none; leave scheme out to accept unsigned requests",
    );
  }
  return {
    maxBody,
    maxAge: scheme.name === "clustaar" ? maxAge : null,
    idHeader: keys !== null && scheme.name === "standardWebhooks" ? "webhook-id" : null,
    deadline,
    fallback,
    now,
    development,
    credentials: credentialsGuard(options.auth, development),
    keys: keys === null || development === null ? keys : development.diagnosed(keys, scheme),
    duplicates:
      options.idempotency === undefined ? null : duplicatesOf(options.idempotency, deadline, now),
    concurrency:
      options.concurrency === undefined ? null : concurrencyOf(options.concurrency, deadline, now),
  };
}

function checkScheme(scheme: unknown): void {
  const { name, verify, prepareKey } = (scheme ?? {}) as Partial<SignatureScheme>;
  const isScheme = [verify, prepareKey].every((one) => typeof one === "function");
  if (isScheme && typeof name === "string") return;
  throw new WebhookConfigError(
    `Webhook: scheme: expected a scheme of @clustaar/webhook-core/signatures, such as standardWebhooks, got ${kindOf(scheme)}`,
  );
}

/** `clustaar dev` runs files that do not set the option, so that it sets this variable. */
function isDevelopment(option: boolean = process.env.CLUSTAAR_DEVELOPMENT === "1"): boolean {
  checkBoolean("Webhook: development", option);
  return option;
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

function concurrencyOf(
  options: ConcurrencyOptions,
  deadline: number | null,
  now: () => number,
): Concurrency | null {
  const what = "Webhook: concurrency";
  checkOptions(what, options, ["key", ...turnOptionNames]);
  const { key = "conversationId", ...given } = options;
  if (key !== "conversationId") checkFunction(`${what}.key`, key);
  const { storeTimeout } = withinDeadline(deadline ?? Number.POSITIVE_INFINITY);
  const wait = Math.max(1, Math.min(10_000, (deadline ?? Number.POSITIVE_INFINITY) / 2));
  const policy = turnSettings(what, { store: memoryStore({ now }), wait, storeTimeout, ...given });
  if (policy.strategy === "parallel") return null;
  return {
    turns: createTurns(policy),
    isLatest: policy.strategy === "latest",
    key: key === "conversationId" ? conversationId : key,
  };
}

/** A deadline bounds what a duplicate waits; claims hold beyond it, and leave time for the handler. */
function withinDeadline(deadline: number): OnceOptions {
  return {
    wait: deadline,
    lease: Math.max(60, (2 * deadline) / 1000),
    storeTimeout: Math.max(1, Math.min(2_000, deadline / 4)),
  };
}
