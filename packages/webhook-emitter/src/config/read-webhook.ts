import { isPlainText } from "../internal/plain-text.ts";
import { canSendHeader, forbiddenHeaders, isMediaType } from "../sending/header-names.ts";
import { secretMistake } from "../sending/secrets.ts";
import { isPrivateNetwork } from "../transport/networks.ts";
import { parseDuration, parseRate } from "./duration.ts";
import { eventMistake } from "./event-patterns.ts";
import { described, Fields, isMapping, type Mistake, type Path } from "./fields.ts";
import { compileFilter } from "./filter.ts";
import { readUrl } from "./read-url.ts";
import type { Backoff, OAuthSettings, TlsSettings, WebhookSettings } from "./settings.ts";

/** The keys of a webhook, as a file writes them. */
const webhookKeys = [
  "name",
  "description",
  "events",
  "url",
  "secret",
  "headers",
  "backoff",
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
] as const;

/** What reading one webhook needs besides its values. */
export interface WebhookReading {
  /** The names of the events that exist; null: nobody knows them. */
  readonly names: readonly string[] | null;
  /** Where mistakes are added. */
  readonly mistakes: Mistake[];
  /** Text of a number or boolean, as the file has it. */
  textOf?(path: Path, value: unknown): string;
}

const channelForm = /^[0-9a-zA-Z](?:[0-9a-zA-Z.\-_]*[0-9a-zA-Z])?$/;

/** Reads one webhook, adding to the mistakes; undefined when there were any. */
export function readWebhook(
  value: unknown,
  path: Path,
  reading: WebhookReading,
): WebhookSettings | undefined {
  const { mistakes } = reading;
  if (!isMapping(value)) {
    mistakes.push({ path, message: `expected a webhook as a mapping, got ${described(value)}` });
    return undefined;
  }
  const before = mistakes.length;
  const fields = new Fields(value, path, mistakes, reading.textOf);
  const settings: WebhookSettings = {
    name: readName(fields),
    description: optionalText(fields, "description"),
    events: readEvents(fields, reading.names),
    url: readAddress(fields, "url") ?? fields.wrongIfAbsent("url", "where it is sent") ?? "",
    secrets: readSecrets(fields),
    headers: readHeaders(fields),
    backoff: readBackoff(fields),
    timeout: readTimeout(fields),
    concurrency: fields.count("concurrency", 1) ?? null,
    rate: readRate(fields),
    filter: readFilter(fields, path, mistakes),
    enabled: fields.boolean("enabled") ?? true,
    proxy: readAddress(fields, "proxy") ?? null,
    channels: (fields.texts("channels") ?? []).map((name, at) =>
      readChannel(fields, ["channels", at], name),
    ),
    responseChannel: readResponseChannel(fields),
    allowPrivate: readNetworks(fields),
    allowInsecure: fields.boolean("allow_insecure") ?? null,
    signature: fields.choice("signature", ["both", "standard", "servo"]) ?? null,
    contentType: readContentType(fields),
    onFailure: fields.choice("on_failure", ["proceed", "cancel"]) ?? null,
    tls: readTls(fields),
    oauth: readOAuth(fields),
  };
  fields.only(webhookKeys);
  checkTogether(fields, settings);
  return mistakes.length === before ? settings : undefined;
}

/** A text that may be null, which is as if it were not there. */
function optionalText(fields: Fields, key: string): string | null {
  return fields.get(key) === null ? null : (fields.text(key) ?? null);
}

/** Deliveries are kept by it, in any store. */
function readName(fields: Fields): string | null {
  const name = optionalText(fields, "name");
  if (name !== null && !isPlainText(name)) {
    fields.wrong("name", "expected a text of whole characters without U+0000");
  }
  return name;
}

function readEvents(fields: Fields, names: readonly string[] | null): string[] {
  const events = fields.texts("events") ?? [];
  const raw = fields.get("events");
  for (const [at, event] of events.entries()) {
    const place = Array.isArray(raw) ? ["events", at] : ["events"];
    const mistake =
      typeof (Array.isArray(raw) ? raw[at] : raw) === "string"
        ? eventMistake(event, names)
        : "expected before:NAME or after:NAME as text";
    if (mistake !== undefined) fields.wrong(place, mistake);
  }
  return events;
}

function readAddress(fields: Fields, key: string): string | undefined {
  const value = fields.get(key);
  if (value === undefined) return undefined;
  const read = readUrl(value);
  return "url" in read ? read.url : fields.wrong(key, read.mistake);
}

function readSecrets(fields: Fields): string[] {
  if (!fields.has("secret")) {
    fields.wrongIfAbsent("secret", "what requests are signed with");
    return [];
  }
  const secrets = fields.texts("secret");
  if (secrets?.length === 0) fields.wrong("secret", "expected a secret, got an empty list");
  for (const secret of secrets ?? []) {
    const mistake = secretMistake(secret);
    if (mistake !== undefined) fields.wrong("secret", mistake);
  }
  return secrets ?? [];
}

function readHeaders(fields: Fields): Record<string, string> {
  const value = fields.get("headers");
  if (value === undefined) return {};
  const headers: Record<string, string> = {};
  const add = (place: Path, name: string | undefined, text: string | undefined) => {
    if (name === undefined || text === undefined) return;
    const lower = name.toLowerCase();
    if (!canSendHeader(name, text)) {
      fields.wrong(place, `expected a header name of RFC 9110 and a value in Latin-1 on one line`);
    } else if (forbiddenHeaders.has(lower)) {
      fields.wrong(place, `the header ${name} is set by the connection; leave it out`);
    } else if (Object.keys(headers).some((known) => known.toLowerCase() === lower)) {
      fields.wrong(place, `the header ${name} is there twice; keep one of them`);
    } else headers[name] = text;
  };
  if (isMapping(value)) {
    for (const [name, text] of Object.entries(value)) {
      add(["headers", name], name, fields.text(["headers", name], text ?? null));
    }
    return headers;
  }
  if (!Array.isArray(value)) {
    fields.wrong(
      "headers",
      `expected a mapping, or a list of name and value, got ${described(value)}`,
    );
    return headers;
  }
  for (const [at, item] of value.entries()) {
    const place = ["headers", at];
    const pair = Array.isArray(item) && item.length === 2 ? item : undefined;
    const named =
      isMapping(item) && "name" in item && "value" in item && Object.keys(item).length === 2;
    if (pair) add(place, fields.text(place, pair[0] ?? null), fields.text(place, pair[1] ?? null));
    else if (named) {
      const { name, value: text } = item as { name: unknown; value: unknown };
      add(
        place,
        fields.text([...place, "name"], name ?? null),
        fields.text([...place, "value"], text ?? null),
      );
    } else fields.wrong(place, "expected a header as name: ... and value: ...");
  }
  return headers;
}

/** As in servo-webhooks, where `backoff` is given in part. */
const defaultBackoff: Backoff = { maxTries: 12, maxTime: 180_000 };

function readBackoff(fields: Fields): Backoff | false | null {
  const value = fields.get("backoff");
  if (value === undefined) return null;
  if (value === false) return false;
  if (!isMapping(value)) {
    fields.wrong(
      "backoff",
      `expected false, or a mapping with max_tries and max_time, got ${described(value)}`,
    );
    return null;
  }
  const backoff = fields.mapping("backoff") as Fields;
  backoff.only(["max_tries", "max_time"]);
  const tries = backoff.get("max_tries");
  const maxTries = tries === undefined ? defaultBackoff.maxTries : wholeNumber(tries);
  if (maxTries === undefined) {
    backoff.wrong("max_tries", `expected a whole number of attempts, got ${described(tries)}`);
  }
  const time = backoff.get("max_time");
  const maxTime = time === undefined ? defaultBackoff.maxTime : parseDuration(time);
  if (typeof maxTime === "string") {
    backoff.wrong("max_time", maxTime);
    return null;
  }
  return { maxTries: maxTries ?? defaultBackoff.maxTries, maxTime };
}

/** As the original reads it: text and decimals are cut to whole numbers. */
function wholeNumber(value: unknown): number | undefined {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number" && Number.isFinite(value)) return Math.trunc(value);
  if (typeof value === "string" && /^\s*[+-]?\d+\s*$/.test(value)) return Number(value);
  return undefined;
}

/** What a timer can count. */
const LONGEST_TIMER = 2_147_483_647;

function readTimeout(fields: Fields): number | null {
  const value = fields.get("timeout");
  if (value === undefined) return null;
  const milliseconds = parseDuration(value);
  if (typeof milliseconds === "string") fields.wrong("timeout", milliseconds);
  else if (milliseconds < 1 || milliseconds > LONGEST_TIMER) {
    fields.wrong("timeout", "expected a duration from 1ms to 24d");
  } else return milliseconds;
  return null;
}

function readRate(fields: Fields) {
  const value = fields.get("rate");
  if (value === undefined) return null;
  const rate = parseRate(value);
  if (typeof rate !== "string") return rate;
  fields.wrong("rate", rate);
  return null;
}

function readFilter(fields: Fields, path: Path, mistakes: Mistake[]) {
  const filter = fields.get("filter");
  if (filter === undefined) return null;
  if (!isMapping(filter)) {
    fields.wrong("filter", `expected a mapping of paths and conditions, got ${described(filter)}`);
    return null;
  }
  compileFilter(filter, [...path, "filter"], mistakes);
  return filter;
}

function readChannel(fields: Fields, place: Path, name: string): string {
  const trimmed = name.trim();
  if (!channelForm.test(trimmed)) {
    fields.wrong(
      place,
      "expected a channel's name: letters, digits, dots, dashes and underscores, with a letter or digit first and last",
    );
  }
  return trimmed;
}

function readResponseChannel(fields: Fields): string | null {
  const name = optionalText(fields, "response_channel");
  return name === null ? null : readChannel(fields, ["response_channel"], name);
}

function readNetworks(fields: Fields): string[] {
  const networks = fields.texts("allow_private") ?? [];
  for (const [at, network] of networks.entries()) {
    if (!isPrivateNetwork(network)) {
      fields.wrong(
        ["allow_private", at],
        "expected a network such as 10.0.0.0/8 or fd00::/8, or an address",
      );
    }
  }
  return networks;
}

function readContentType(fields: Fields): string | null {
  const type = fields.text("content_type");
  if (type === undefined) return null;
  if (!isMediaType(type)) {
    fields.wrong("content_type", "expected a media type such as application/json");
  }
  return type;
}

function readTls(fields: Fields): TlsSettings | null {
  const tls = fields.mapping("tls");
  if (!tls) return null;
  tls.only(["cert", "key", "ca"]);
  const [cert, key, ca] = [tls.text("cert"), tls.text("key"), tls.text("ca")];
  if ((cert === undefined) !== (key === undefined)) {
    fields.wrong("tls", "expected cert and key together: one is the other's half");
  }
  return { cert, key, ca };
}

function readOAuth(fields: Fields): OAuthSettings | null {
  const oauth = fields.mapping("oauth");
  if (!oauth) return null;
  oauth.only(["token_url", "client_id", "client_secret", "scope"]);
  const tokenUrl = readAddress(oauth, "token_url");
  for (const key of ["token_url", "client_id", "client_secret"]) {
    if (!oauth.has(key) || oauth.get(key) === "") oauth.wrong(key, "expected a text, got nothing");
  }
  return {
    tokenUrl: tokenUrl ?? "",
    clientId: oauth.text("client_id") ?? "",
    clientSecret: oauth.text("client_secret") ?? "",
    scope: oauth.text("scope") ?? null,
  };
}

function checkTogether(fields: Fields, settings: WebhookSettings): void {
  const { events, channels, responseChannel } = settings;
  if (
    events.length === 0 &&
    channels.length === 0 &&
    isEmptyList(fields, "events") &&
    isEmptyList(fields, "channels")
  ) {
    fields.wrong([], "expected events or channels: there is nothing to send");
  }
  if (responseChannel !== null && channels.includes(responseChannel)) {
    fields.wrong(
      "response_channel",
      `expected another channel than those of channels: each answer in ${responseChannel} would be posted again, without end`,
    );
  }
}

function isEmptyList(fields: Fields, key: string): boolean {
  const value = fields.get(key);
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
