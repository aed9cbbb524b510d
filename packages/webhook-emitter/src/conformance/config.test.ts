import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readDocument } from "../config/read-document.ts";
import type { WebhookSettings } from "../config/settings.ts";
import { EmitterError } from "../errors.ts";
import { builtIn, casesOf, type ServoCase, understands } from "./cases.test-helpers.ts";

// What differs on purpose is told by what stands in a configuration, not by the name of a row; docs/from-servo-webhooks.md says
// the same to readers.

type Mapping = Readonly<Record<string, unknown>>;

/** Keys that a webhook has here and had not there, in one version or in both. */
const added = [
  "timeout",
  "concurrency",
  "rate",
  "filter",
  "enabled",
  "proxy",
  "channels",
  "response_channel",
  "allow_private",
  "allow_insecure",
  "signature",
  "content_type",
  "on_failure",
  "tls",
  "oauth",
];

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const isChannel = (value: unknown) =>
  /^\s*[0-9a-z](?:[0-9a-z.\-_]*[0-9a-z])?\s*$/i.test(String(value));
const canBeSent = (name: string, value: unknown) =>
  /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(String(value));
const framing =
  /^(connection|content-encoding|content-length|expect|keep-alive|te|trailer)$|^(transfer-|proxy-|upgrade)/i;

/** Whether an event is there, or a wildcard stands for some. */
function isEvent(text: unknown): boolean {
  const name = String(text).replace(/^(before|after):/, "");
  const pattern = name.split("*").map((part) => part.replace(/[^a-z0-9]/gi, "\\$&"));
  return builtIn.some((event) => new RegExp(`^${pattern.join(".*")}$`).test(event));
}

/** Whether a mistake of the original is none here, since what it is about is allowed now. */
function isAllowedNow(path: readonly string[], type: string, webhook: Mapping): boolean {
  const key = path[2] ?? "";
  if (type === "value_error.extra") return path.length === 3 && added.includes(key);
  if (key === "events" && type === "value_error.missing")
    return listOf(webhook.channels).length > 0;
  if (key === "events")
    return listOf(webhook.events).every((one) => isEvent(one) && typeof one === "string");
  if (key === "secret") {
    return Array.isArray(webhook.secret) && webhook.secret.every((one) => typeof one === "string");
  }
  if (key === "channels") return listOf(webhook.channels).every(isChannel);
  return key === "response_channel" && isChannel(webhook.response_channel);
}

/** What the original takes of one webhook and we refuse, by the key. */
function refusedNow(webhook: Mapping): string[] {
  const { events, headers = {}, backoff, secret, channels, response_channel: answers } = webhook;
  const pairs = headerPairs(headers);
  const names = pairs.map(([name]) => name.toLowerCase());
  return [
    ...(listOf(events).some((one) => String(one).startsWith("on:")) ? ["events"] : []),
    ...(pairs.some(([name, value]) => !canBeSent(name, value) || framing.test(name)) ||
    new Set(names).size < names.length
      ? ["headers"]
      : []),
    ...(isMapping(backoff) && Object.keys(backoff).some((key) => !/^max_(tries|time)$/.test(key))
      ? ["backoff"]
      : []),
    ...(secret === "" || /^\*+$/.test(String(secret)) ? ["secret"] : []),
    ...(answers !== undefined && listOf(channels).includes(answers) ? ["response_channel"] : []),
  ];
}

/** Headers as the document means them. */
function headerPairs(headers: unknown): [string, unknown][] {
  if (isMapping(headers)) return Object.entries(headers);
  return listOf(headers ?? []).map((item): [string, unknown] =>
    isMapping(item) ? [String(item.name), item.value] : [String(listOf(item)[0]), listOf(item)[1]],
  );
}

/** What is right where the original reads something else: headers in a list, and variables. */
function mended(webhook: Mapping, env: Readonly<Record<string, string | undefined>>) {
  const isListOfNames = Array.isArray(webhook.headers) && webhook.headers.some(isMapping);
  const variable = /^\$\{(\w+)\}$/.exec(String(webhook.secret))?.[1];
  return {
    ...(isListOfNames ? { headers: Object.fromEntries(headerPairs(webhook.headers)) } : {}),
    ...(variable ? { secret: env[variable] } : {}),
  };
}

function read(row: ServoCase) {
  const { given } = row;
  understands(row.name, given, ["yaml", "environment", "dotenv"]);
  const env = { ...(given.dotenv ? parseEnv(given.dotenv) : {}), ...given.environment };
  const json = parse(given.yaml, { version: "1.1" }) as Mapping;
  const webhooks = listOf(json.webhooks).map((one) => (isMapping(one) ? one : {}));
  let ours: WebhookSettings[] | EmitterError;
  try {
    ours = readDocument(given.yaml, { file: "servo.yaml", names: builtIn, env });
  } catch (error) {
    if (!(error instanceof EmitterError)) throw error;
    ours = error;
  }
  return { ours, webhooks, env };
}

/** Our settings, in the words of the rows. */
function asRow(settings: WebhookSettings, like: Record<string, unknown>) {
  const backoff = settings.backoff || { maxTries: 12, maxTime: 180_000 };
  return {
    name: settings.name,
    description: settings.description,
    events: settings.events,
    url: settings.url,
    secret: settings.secrets[0],
    headers: settings.headers,
    backoff: {
      max_tries: backoff.maxTries,
      max_time_seconds: Number((backoff.maxTime / 1000).toPrecision(12)),
    },
    ...("channels" in like
      ? { channels: settings.channels, response_channel: settings.responseChannel }
      : {}),
  };
}

function theirs(row: Record<string, unknown>) {
  const { max_tries, max_time_seconds = 180 } = row.backoff as Record<string, number>;
  return { ...row, backoff: { max_tries, max_time_seconds } };
}

/** `__root__/0/url` of the original is `webhooks/0/url` here. */
function placeOf(path: string): string {
  return path.replace(/^__root__/, "webhooks").replace(/\/__root__$/, "");
}

function expectMistakes(ours: unknown, places: readonly string[]): void {
  expect(ours).toBeInstanceOf(EmitterError);
  const found = (ours as EmitterError).issues.map(({ path }) => path.join("/"));
  // The original names the list of events, we the line of the event itself.
  for (const place of places) {
    expect(
      found.some((one) => one === place || one.startsWith(`${place}/`)),
      `${place} among ${found}`,
    ).toBe(true);
  }
  for (const line of (ours as EmitterError).message.split("\n")) {
    expect(line).toMatch(/^servo\.yaml:\d+: /);
  }
}

describe("configurations, against the original", () => {
  for (const row of casesOf("config")) {
    it(row.name, () => {
      const { ours, webhooks, env } = read(row);
      const { valid, errors = [], webhooks: expected = [] } = row.expected;
      const refused = webhooks.flatMap((one, at) =>
        refusedNow(one).map((key) => `webhooks/${at}/${key}`),
      );
      const places = errors
        .filter(({ path, type }: Record<string, string>) => {
          const parts = (path as string).split("/");
          return !isAllowedNow(parts, type as string, webhooks[Number(parts[1])] ?? {});
        })
        .map(({ path }: { path: string }) => placeOf(path));
      if (places.length + refused.length > 0) return expectMistakes(ours, [...places, ...refused]);
      if (ours instanceof EmitterError) throw ours;
      const changes = webhooks.map((one) => mended(one, env));
      if (row.original_defect !== undefined) {
        const isMended = !valid || changes.some((one) => Object.keys(one).length > 0);
        expect(isMended, "no rule here says what is right in place of this defect").toBe(true);
      }
      if (!valid) return expect(ours).toHaveLength(webhooks.length);
      expect(ours.map((one, at) => asRow(one, expected[at]))).toEqual(
        expected.map((one: Mapping, at: number) => ({ ...theirs(one), ...changes[at] })),
      );
    });
  }
});
