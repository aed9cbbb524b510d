import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import type { WebhookRequest } from "@clustaar/webhook-core";
import { createHost, definePlugin, HttpError, type PluginSetup } from "./index.ts";
import { announcements } from "./plugins.ts";
import { recordingClient } from "./testing.ts";

// biome-ignore lint/suspicious/noExplicitAny: rows of many shapes, as they stand in the file
export type Json = any;

/** One row of the file: what was given to the original and what it did. */
export interface Row {
  readonly name: string;
  readonly group: string;
  readonly given: Json;
  readonly expected: Json;
  readonly original_defect?: string;
  readonly read?: boolean;
}

export const rows: readonly Row[] = JSON.parse(
  readFileSync(new URL("../conformance/helga-cases.json", import.meta.url), "utf8"),
);

export const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** The pattern of the original as a `RegExp`: where it has no `$`, anything may follow, which ours never lets. */
export function patternOf(path: string): RegExp {
  return new RegExp(path.replaceAll("(?P<", "(?<").replace(/\$$/, ""));
}

/** Text that the original keeps as another kind. */
export function plainValue(value: Json): Json {
  if (Array.isArray(value)) return value.map(plainValue);
  if (value?.tuple ?? value?.set) return plainValue(value.tuple ?? value.set);
  if (typeof value?.unicode === "string") return value.unicode;
  if (value?.absent === true) return undefined;
  return value;
}

/** What the original's settings say, as options of a host. */
export function optionsOf(settings: Json = {}): Json {
  const options: Json = { discover: false, log: quiet, env: {} };
  const credentials = plainValue(settings.WEBHOOKS_CREDENTIALS);
  // A pair with an empty password is refused; the others of such a list are tried without it.
  const isUsable = (pair: Json) => pair[1] !== "" || pair[0] === "";
  if (credentials !== undefined) {
    options.credentials = Array.isArray(credentials) ? credentials.filter(isUsable) : credentials;
  }
  return options;
}

/** The request as an adapter hands it over; repeated headers are joined, as the contract says. */
export function requestOf(request: Json): WebhookRequest {
  const { method = "GET", headers = [], body = "", targetRepeat, suffix = "" } = request;
  const target: string = targetRepeat
    ? targetRepeat[0] + targetRepeat[1].repeat(targetRepeat[2]) + suffix
    : request.target;
  const sent = new Map<string, string>();
  for (const [name, value] of headers as [string, string][]) {
    const key = name.toLowerCase();
    const before = sent.get(key);
    sent.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  const bytes = Buffer.from(body);
  // A body of a form is one in the original whether its type says so or not: the rows always say it where it counts.
  const mark = target.indexOf("?");
  return {
    method,
    path: mark === -1 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark === -1 ? "" : target.slice(mark + 1)),
    headers: { get: (name) => sent.get(name.toLowerCase()) },
    body: bytes,
  };
}

/** Python's way of writing JSON: a blank after colons and commas, ASCII only, keys sorted. */
function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.keys(value).sort();
    return `{${entries.map((key) => `${pythonJson(key)}: ${pythonJson(value[key])}`).join(", ")}}`;
  }
  return JSON.stringify(value).replace(
    /[^\0-\x7f]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Carries out what a handler of the row does. */
async function perform(route: Json, context: Json): Promise<Json> {
  const { params, form, request, response, client } = context;
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (_, name) => params[name]);
  let written = "";
  for (const step of route.does as Json[]) {
    const [[kind, value]] = Object.entries(step) as [[string, Json]];
    if (kind === "say") await client.msg(filled(value[0]), filled(value[1]));
    else if (kind === "act") await client.me(filled(value[0]), filled(value[1]));
    else if (kind === "status") response.status = value;
    else if (kind === "header") response.headers.set(value[0], value[1]);
    else if (kind === "addHeader") response.headers.append(value[0], value[1]);
    else if (kind === "cookie") response.headers.append("set-cookie", `${value[0]}=${value[1]}`);
    else if (kind === "redirect") {
      response.status = 302;
      response.headers.set("location", value);
    } else if (kind === "write") written += value;
    else if (kind === "return") return written + value;
    else if (kind === "returnBytesHex") return Buffer.from(value, "hex");
    else if (kind === "returnNothing") return undefined;
    else if (kind === "returnJson") return value;
    else if (kind === "returnLater") {
      return new Promise((resolve) => setTimeout(() => resolve(value), 50));
    } else if (kind === "returnPromise") return Promise.resolve(value);
    else if (kind === "returnParams") {
      const defaults = Object.fromEntries(
        (route.params ?? [])
          .map((text: string) => text.split("="))
          .filter((pair: string[]) => pair[1]),
      );
      const numbers = Object.fromEntries(
        Object.entries(defaults).map(([name, text]) => [name, Number(text)]),
      );
      return pythonJson({ ...numbers, ...params });
    } else if (kind === "returnArgs") {
      return pythonJson(
        Object.fromEntries(form.names().map((name: string) => [name, form.getAll(name)])),
      );
    } else if (kind === "returnBody") return Buffer.from(request.body).toString();
    else if (kind === "returnPath") return request.path;
    else if (kind === "returnMethod") return request.method;
    else if (kind === "returnHeader") return request.headers.get(value) ?? "";
    else if (kind === "returnUser") {
      const token = /^basic +(\S*)$/i.exec(request.headers.get("authorization"))?.[1] ?? "";
      const [user, ...rest] = Buffer.from(token, "base64").toString().split(":");
      return pythonJson([user, rest.join(":")]);
    } else if (kind === "httpError" || kind === "httpErrorUnicode") {
      const [status, message, fallback] = value;
      throw new HttpError(status, message ?? fallback ?? undefined);
    } else if (kind === "webError") throw new HttpError(value[0], value[1]);
    else if (kind === "raise") throw new Error(value);
    else throw new Error(`the row asks for ${kind}, which nothing here does`);
  }
  return written;
}

/** Runs a row of one request, and gives what the client and the chat saw. */
export async function runRequest({ given }: Row): Promise<Json> {
  const client = recordingClient();
  const plugins = [];
  if (given.builtinWebhooks) plugins.push(announcements);
  if (given.routes) {
    plugins.push(
      definePlugin({
        name: "row",
        setup({ route }: PluginSetup) {
          for (const row of given.routes) {
            const options: Json = {};
            if (row.methods !== undefined) options.methods = row.methods;
            if (row.authenticated) options.auth = true;
            const handler = (context: Json) => perform(row, context);
            route(patternOf(row.path), options, handler);
          }
        },
      }),
    );
  }
  const host = await createHost({ ...optionsOf(given.settings), strict: true, client, plugins });
  host.onError(() => {}).onResponse(() => {});
  const { status, headers, body } = await host.handle(requestOf(given.request));
  return {
    status,
    headers,
    body: given.request.method === "HEAD" ? "" : Buffer.from(body).toString(),
    hex: Buffer.from(body).toString("hex"),
    chat: client.said,
  };
}
