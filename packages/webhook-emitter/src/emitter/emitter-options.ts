import { WebhookConfigError } from "@clustaar/webhook-core";
import {
  checkBoolean,
  checkFunction,
  checkNumber,
  checkOptions,
  checkTimer,
  kindOf,
} from "@clustaar/webhook-core/endpoint";
import type { SignatureMode } from "../config/settings.ts";
import type { Events } from "../events/create-events.ts";
import type { EventDefinitions } from "../events/event-types.ts";
import { type Clock, systemClock } from "../internal/clock.ts";
import { consoleLog, type Log, safeLog } from "../internal/log.ts";
import { readSchedule } from "../queue/read-schedule.ts";
import { defaultSchedule } from "../queue/schedule.ts";
import { isMediaType } from "../sending/header-names.ts";
import type { EmitterStore } from "../stores/store.ts";
import { EmitterTelemetry } from "../telemetry/emitter-telemetry.ts";
import { type Resolve, resolveBySystem } from "../transport/connector.ts";
import { isPrivateNetwork } from "../transport/networks.ts";

/** A webhook in code: the keys of a file's webhook, in camel case or as the file writes them. */
export type WebhookInput = Readonly<Record<string, unknown>>;

/** What `createEmitter` takes. */
export interface EmitterOptions<D extends EventDefinitions = EventDefinitions> {
  /** What `createEvents` gave. */
  readonly events: Events<D>;
  /** Where what was accepted is kept: `memory:`, `file:hooks.db`, `postgres://...`, or a store of your own. There is no default. */
  readonly store: string | EmitterStore;
  /** A configuration file's path, or webhooks in code; left out: only those that are registered at run time. */
  readonly webhooks?: string | readonly WebhookInput[];
  /** Private networks that may be connected to: `["10.0.0.0/8"]`. Default: none. */
  readonly allowPrivate?: readonly string[];
  /** Whether `http:` may be used. Default false. */
  readonly allowInsecure?: boolean;
  /** Milliseconds that one attempt may take, from connecting to the end of the answer. Default 15,000. */
  readonly timeout?: number;
  /** Attempts of one webhook that run at a time, over all processes. Default 10. */
  readonly concurrency?: number;
  /** Attempts of all webhooks that run at a time in this process. Default 512. */
  readonly maxInFlight?: number;
  /** What is waited after each attempt: durations such as `5m`, or seconds. Default 5s, 5m, 30m, 2h, 5h, 10h, 14h, 20h, 24h. */
  readonly schedule?: readonly (string | number)[];
  /** Which signatures are sent. Default `both`. */
  readonly signature?: SignatureMode;
  /** The media type of bodies. Default `application/vnd.opsani.servo-webhooks+json`. */
  readonly contentType?: string;
  /** Bytes that a body may have. Default 262,144 (256 KiB). */
  readonly maxBody?: number;
  /** Milliseconds of nothing but failures after which a webhook is disabled. Default five days. */
  readonly disableAfter?: number;
  /** Milliseconds that messages are kept. Default ninety days. */
  readonly retention?: number;
  /** Milliseconds that the webhooks of `before:` may take together. Default 10,000. */
  readonly beforeMaxTime?: number;
  /** What an unreachable responder of `before:` means. Default `proceed`. */
  readonly onFailure?: "proceed" | "cancel";
  /** Milliseconds that an old secret goes on signing after `rotateSecret`. Default a day. */
  readonly rotationGrace?: number;
  /** Called with each line of the log; default: warnings and errors go to the console. */
  readonly log?: Log;
  /** Environment variables for the file; default those of the process, and of `.env` in the working folder. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Resolves names to addresses; default the system's resolver. */
  readonly resolve?: Resolve;
  /** The time and timers; default the system's. For tests. */
  readonly clock?: Clock;
  /** From 0 up to 1, for the jitter; default `Math.random`. For tests. */
  readonly random?: () => number;
}

/** The options, checked and filled in. */
export type EmitterSettings = Required<
  Omit<EmitterOptions, "events" | "store" | "webhooks" | "env" | "schedule">
> & {
  readonly schedule: readonly number[];
  /** Whether there is a log hook, which gets what goes well, too. */
  readonly logsAll: boolean;
  readonly telemetry: EmitterTelemetry;
};

const names = [
  "events",
  "store",
  "webhooks",
  "allowPrivate",
  "allowInsecure",
  "timeout",
  "concurrency",
  "maxInFlight",
  "schedule",
  "signature",
  "contentType",
  "maxBody",
  "disableAfter",
  "retention",
  "beforeMaxTime",
  "onFailure",
  "rotationGrace",
  "log",
  "env",
  "resolve",
  "clock",
  "random",
];

const DAY = 86_400_000;

/**
 * Checks the options of an emitter, and fills in what is left out.
 *
 * @throws WebhookConfigError `config_invalid`, naming the option.
 */
export function checkEmitterOptions(options: EmitterOptions): EmitterSettings {
  checkOptions("createEmitter", options, names);
  const settings: EmitterSettings = {
    allowPrivate: options.allowPrivate ?? [],
    allowInsecure: options.allowInsecure ?? false,
    timeout: options.timeout ?? 15_000,
    concurrency: options.concurrency ?? 10,
    maxInFlight: options.maxInFlight ?? 512,
    schedule: options.schedule
      ? readSchedule("createEmitter: schedule", options.schedule)
      : defaultSchedule,
    signature: options.signature ?? "both",
    contentType: options.contentType ?? "application/vnd.opsani.servo-webhooks+json",
    maxBody: options.maxBody ?? 256 * 1024,
    disableAfter: options.disableAfter ?? 5 * DAY,
    retention: options.retention ?? 90 * DAY,
    beforeMaxTime: options.beforeMaxTime ?? 10_000,
    onFailure: options.onFailure ?? "proceed",
    rotationGrace: options.rotationGrace ?? DAY,
    telemetry: new EmitterTelemetry(),
    logsAll: options.log !== undefined,
    log: safeLog(options.log ?? consoleLog("webhook-emitter")),
    resolve: options.resolve ?? resolveBySystem,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
  checkTimer("createEmitter: timeout", settings.timeout, 1);
  checkTimer("createEmitter: beforeMaxTime", settings.beforeMaxTime, 1);
  checkNumber("createEmitter: concurrency", settings.concurrency, 1, "attempts");
  checkNumber("createEmitter: maxInFlight", settings.maxInFlight, 1, "attempts");
  checkNumber("createEmitter: maxBody", settings.maxBody, 1, "bytes");
  for (const name of ["disableAfter", "retention", "rotationGrace"] as const) {
    checkNumber(`createEmitter: ${name}`, settings[name], 0, "milliseconds");
  }
  checkBoolean("createEmitter: allowInsecure", settings.allowInsecure);
  checkChoice("signature", settings.signature, ["both", "standard", "servo"]);
  checkChoice("onFailure", settings.onFailure, ["proceed", "cancel"]);
  checkNetworks(settings.allowPrivate);
  const { contentType } = settings;
  if (typeof contentType !== "string" || !isMediaType(contentType)) {
    throw new WebhookConfigError(
      `createEmitter: contentType: expected a media type such as application/json, got ${typeof contentType === "string" ? JSON.stringify(contentType) : kindOf(contentType)}`,
    );
  }
  // The log is looked at as it was given: by now it is wrapped.
  if (options.log !== undefined) checkFunction("createEmitter: log", options.log);
  for (const name of ["resolve", "random"] as const) {
    checkFunction(`createEmitter: ${name}`, settings[name]);
  }
  for (const name of ["now", "after"] as const) {
    checkFunction(
      `createEmitter: clock: ${name}`,
      (settings.clock as Partial<Clock> | null)?.[name],
    );
  }
  const { env = {} } = options;
  if (typeof env !== "object" || env === null) {
    throw new WebhookConfigError(
      `createEmitter: env: expected an object of variables, got ${kindOf(env)}`,
    );
  }
  return settings;
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new WebhookConfigError(
    `createEmitter: ${name}: expected one of ${choices.join(", ")}, got ${JSON.stringify(value)}`,
  );
}

function checkNetworks(networks: unknown): void {
  const list = Array.isArray(networks) ? networks : [undefined];
  for (const network of list) {
    if (typeof network === "string" && isPrivateNetwork(network)) continue;
    throw new WebhookConfigError(
      `createEmitter: allowPrivate: expected a list of networks such as 10.0.0.0/8, got ${
        typeof network === "string" ? JSON.stringify(network) : kindOf(networks)
      }`,
    );
  }
}
