import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Names under which this machine calls itself; anything else is a name that somebody pointed here. */
const ownHosts: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Why a request may not pass; undefined when it may. */
export type Refusal =
  | { readonly status: number; readonly code: string; readonly detail: string }
  | undefined;

/**
 * Refuses what does not come from this machine's own page: another `Host` (a name that was rebound to 127.0.0.1), and
 * another `Origin` (a hostile page in the same browser).
 */
export function checkCaller({ headers }: IncomingMessage, port: number): Refusal {
  const host = headers.host ?? "";
  if (!isOwn(host, port)) {
    return {
      status: 403,
      code: "wrong_host",
      detail: `expected the host localhost:${port}, got ${shown(host)}`,
    };
  }
  return checkOrigin(headers, port);
}

/** Refuses what a page of another origin sends. Servers send no `Origin`. */
export function checkOrigin(headers: IncomingMessage["headers"], port: number): Refusal {
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  const isForeign =
    (origin !== undefined && !isOwnOrigin(origin, port)) ||
    (site !== undefined && site !== "same-origin" && site !== "none");
  if (!isForeign) return undefined;
  return {
    status: 403,
    code: "wrong_origin",
    detail: `pages of ${shown(origin ?? "another site")} may not call this server`,
  };
}

/** Requires the token of the page's address. */
export function checkToken({ headers }: IncomingMessage, token: string): Refusal {
  const given = Buffer.from(headers.authorization ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  if (given.byteLength === expected.byteLength && timingSafeEqual(given, expected))
    return undefined;
  return {
    status: 401,
    code: "wrong_token",
    detail: "The token of this address is not the server's.",
  };
}

function isOwn(host: string, port: number): boolean {
  const [, name = "", given = "80"] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(host) ?? [];
  return ownHosts.has(name.toLowerCase()) && Number(given) === port;
}

function isOwnOrigin(origin: string, port: number): boolean {
  return origin.startsWith("http://") && isOwn(origin.slice("http://".length), port);
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
