import { Buffer } from "node:buffer";
import { createHash, timingSafeEqual } from "node:crypto";
import { TextDecoder } from "node:util";
import {
  kindOf,
  WebhookConfigError,
  WebhookError,
  type WebhookRequest,
} from "@clustaar/webhook-core/endpoint";
import type { BasicCredentials } from "@clustaar/webhook-core/signatures";
import type { Route, RouteAuth } from "../routes/route.ts";

/** The pairs of name and password that a host lets in, hashed, so that each is compared in the same time. */
export class CredentialList {
  readonly #hashes: readonly Uint8Array[];

  /** @throws WebhookConfigError `config_invalid` for a pair that is none, or that holds an empty text; never with its values. */
  constructor(pairs: unknown) {
    if (!Array.isArray(pairs)) {
      throw new WebhookConfigError(
        `createHost: credentials: expected a list of pairs such as [["user", "password"]], got ${kindOf(pairs)}`,
      );
    }
    this.#hashes = pairs.map((pair: unknown, index) => hashOf(...readPair(pair, index)));
  }

  get isEmpty(): boolean {
    return this.#hashes.length === 0;
  }

  /** Compares with every pair, whichever fits. */
  knows({ username, password }: BasicCredentials): boolean {
    const came = hashOf(username, password);
    let known = false;
    for (const hash of this.#hashes) {
      if (timingSafeEqual(hash, came)) known = true;
    }
    return known;
  }
}

function readPair(pair: unknown, index: number): [string, string] {
  const what = `createHost: credentials[${index}]`;
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new WebhookConfigError(
      `${what}: expected a pair ["user", "password"], got ${Array.isArray(pair) ? `a list of ${pair.length}` : kindOf(pair)}; one pair is a list, too: [["user", "password"]]`,
    );
  }
  const [username, password] = pair as unknown[];
  for (const [name, value] of [
    ["the user", username],
    ["the password", password],
  ] as const) {
    if (typeof value === "string" && value !== "") continue;
    throw new WebhookConfigError(
      `${what}: expected ${name} as text that is not empty, got ${kindOf(value)}; is an environment variable not set?`,
    );
  }
  if ((username as string).includes(":")) {
    throw new WebhookConfigError(
      `${what}: expected a user without a colon: on the wire the first colon ends the name`,
    );
  }
  return [username as string, password as string];
}

function hashOf(username: string, password: string): Uint8Array {
  return createHash("sha256").update(`${username}:${password}`, "utf8").digest();
}

const CHALLENGE = { "www-authenticate": 'Basic realm="webhooks", charset="UTF-8"' };

/**
 * Lets a request in, or refuses it.
 *
 * @throws WebhookError 401 `credentials_missing` or `credentials_invalid`, with a challenge.
 */
export async function authenticate(
  request: WebhookRequest,
  auth: Exclude<RouteAuth, false>,
  list: CredentialList,
): Promise<void> {
  const header = request.headers.get("authorization");
  if (!header || !SCHEME.test(header)) {
    throw new WebhookError(
      "credentials_missing",
      "expected the header Authorization with the Basic scheme, got none",
      { headers: CHALLENGE },
    );
  }
  const credentials = readCredentials(header);
  if (credentials !== undefined) {
    // Only true lets in: a check that answers something else by mistake must not.
    const isKnown = auth === true ? list.knows(credentials) : await auth(credentials);
    if (isKnown === true) return;
  }
  throw new WebhookError("credentials_invalid", "the name or the password is not accepted", {
    headers: CHALLENGE,
  });
}

const SCHEME = /^basic(?: |$)/i;
const BASIC = /^basic +([A-Za-z0-9+/]*)={0,2}$/i;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads the header; padding may be missing, the text is UTF-8, the first colon ends the name. */
function readCredentials(header: string): BasicCredentials | undefined {
  const token = BASIC.exec(header)?.[1];
  if (!token) return undefined;
  try {
    const text = utf8.decode(Buffer.from(token, "base64"));
    const colon = text.indexOf(":");
    if (colon === -1) return undefined;
    return { username: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch {
    return undefined;
  }
}

/**
 * A route that nobody could ever call is a mistake, and one that is open instead would be a worse one.
 *
 * @throws WebhookConfigError `config_invalid`, naming the route and the plugin.
 */
export function refuseAuth({ plugin, pattern, auth }: Route): void {
  if (auth !== true) return;
  throw new WebhookConfigError(
    `the route ${pattern} of the plugin "${plugin}" asks for authentication, but the host has no credentials; pass createHost({ credentials: [["user", "password"]] }) or set WEBHOOKS_CREDENTIALS`,
  );
}
