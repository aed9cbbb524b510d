import { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import { WebhookConfigError, WebhookError } from "../../endpoint/errors.ts";
import { latin1Bytes } from "../internal/latin1.ts";
import { secretMatcher } from "./internal/secret-matcher.ts";
import type { Guard } from "./types.ts";

/** A name and a password, as HTTP basic authentication carries them. */
export interface BasicCredentials {
  /** Holds no colon: the first colon on the wire ends the name. */
  readonly username: string;
  /** May hold colons, and no control characters. */
  readonly password: string;
}

/**
 * Who is let in: one pair of credentials, or a function that answers true for those it knows.
 * The function has to compare in constant time itself.
 */
export type BasicAuthCheck =
  | BasicCredentials
  | ((credentials: BasicCredentials) => boolean | Promise<boolean>);

/** How a {@link basicAuth} guard presents itself. */
export interface BasicAuthOptions {
  /** The realm named in `WWW-Authenticate`; default `webhook`. */
  readonly realm?: string;
}

const basicScheme = /^basic /i;
// RFC 7617, section 2: neither the name nor the password may hold one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controlCharacter = /[\u0000-\u001f\u007f]/;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads an Authorization header of the Basic scheme (RFC 7617); undefined when there is none or it cannot be read. Bytes that
 * are not UTF-8 are read as latin-1, which clients such as Python's `requests` send.
 *
 * The scheme's case does not matter; base64 has to be canonical, padding included; the password may hold colons.
 *
 * @example
 * ```ts
 * import { parseBasicCredentials } from "@clustaar/webhook-core/signatures";
 *
 * console.log(parseBasicCredentials("Basic Ym90OnMzY3JldA==")); // { username: "bot", password: "s3cret" }
 * console.log(parseBasicCredentials("Bearer abc")); // undefined
 * ```
 */
export function parseBasicCredentials(
  header: string | null | undefined,
): BasicCredentials | undefined {
  if (!offersBasic(header)) return undefined;
  const token = basicToken(header);
  const bytes = Buffer.from(token, "base64");
  // Node skips what is not base64; only canonical text encodes back to itself.
  if (bytes.toString("base64") !== token) return undefined;
  const text = textOf(bytes);
  const colon = text.indexOf(":");
  if (colon < 0 || controlCharacter.test(text)) return undefined;
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** UTF-8, as the guard's challenge asks for it, or else latin-1, which clients send that do not look at the challenge. */
function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}

/**
 * Makes a guard for HTTP basic authentication (RFC 7617); a fixed pair is compared in constant time.
 *
 * Its refusals are 401 with `WWW-Authenticate: Basic`: `credentials_missing` when the request offers no Basic credentials,
 * `credentials_invalid` when they cannot be read or are not the right ones.
 *
 * @throws WebhookConfigError `config_invalid` when the name or the password is missing, empty, or cannot be sent.
 *
 * @example
 * ```ts
 * import { basicAuth } from "@clustaar/webhook-core/signatures";
 *
 * const guard = basicAuth({ username: "bot", password: "s3cret" });
 * await guard({ headers: new Headers({ authorization: "Basic Ym90OnMzY3JldA==" }) });
 * console.log("let in");
 * ```
 */
export function basicAuth(check: BasicAuthCheck, options: BasicAuthOptions = {}): Guard {
  const { realm = "webhook" } = options;
  if (typeof realm !== "string" || !/^[\x20-\x7e]+$/.test(realm)) {
    throw new WebhookConfigError("basicAuth: expected realm as printable ASCII text");
  }
  const challenge = `Basic realm="${realm.replace(/["\\]/g, "\\$&")}", charset="UTF-8"`;
  const refuse = (code: "credentials_missing" | "credentials_invalid", detail: string) =>
    new WebhookError(code, detail, { headers: { "www-authenticate": challenge } });
  const missing = () =>
    refuse(
      "credentials_missing",
      "expected the header Authorization with the Basic scheme, got none",
    );
  const invalid = () => refuse("credentials_invalid", "the name or the password is not accepted");

  if (typeof check === "function") {
    return async function basicAuthGuard({ headers }) {
      const header = headers.get("authorization");
      if (!offersBasic(header)) throw missing();
      const credentials = parseBasicCredentials(header);
      // Only true lets in: a check that answers something else by mistake must not.
      if (credentials === undefined || (await check(credentials)) !== true) throw invalid();
    };
  }

  const { username, password } = requireCredentials(check);
  const matches = pairMatcher(`${username}:${password}`);
  return function basicAuthGuard({ headers }) {
    const header = headers.get("authorization");
    if (!offersBasic(header)) throw missing();
    if (!matches(basicToken(header))) throw invalid();
  };
}

/**
 * Makes the comparison of a token with a pair. A name holds no colon and canonical base64 has one spelling, so equal tokens
 * mean an equal name and password. The pair is expected in UTF-8 and, since clients such as Python's `requests` send it so,
 * in latin-1; both are always compared, so that the time taken does not tell which one matched.
 */
function pairMatcher(pair: string): (token: string) => boolean {
  const utf8Token = Buffer.from(pair, "utf8").toString("base64");
  const latin1 = latin1Bytes(pair);
  const latin1Token = latin1 && Buffer.from(latin1).toString("base64");
  const inUtf8 = secretMatcher(utf8Token);
  // A pair in ASCII is the same in both.
  if (latin1Token === undefined || latin1Token === utf8Token) return inUtf8;
  const inLatin1 = secretMatcher(latin1Token);
  return (token) => {
    const [one, other] = [inUtf8(token), inLatin1(token)];
    return one || other;
  };
}

function offersBasic(header: string | null | undefined): header is string {
  return typeof header === "string" && (header.startsWith("Basic ") || basicScheme.test(header));
}

/** What follows the scheme and its spaces. */
function basicToken(header: string): string {
  let start = 6;
  while (header[start] === " ") start++;
  return header.slice(start);
}

function requireCredentials(check: BasicCredentials): BasicCredentials {
  const { username, password } = (check ?? {}) as Partial<BasicCredentials>;
  const usable = (value: unknown): value is string =>
    typeof value === "string" && value !== "" && !controlCharacter.test(value);
  if (!usable(username) || username.includes(":")) {
    throw new WebhookConfigError(
      "basicAuth: expected username as text without colons and control characters, and not empty; is an environment variable unset?",
    );
  }
  if (!usable(password)) {
    throw new WebhookConfigError(
      "basicAuth: expected password as text without control characters, and not empty; is an environment variable unset?",
    );
  }
  return { username, password };
}
