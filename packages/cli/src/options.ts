import { randomBytes } from "node:crypto";
import { UsageError } from "./failures.ts";
import type { Io } from "./io.ts";

/** Basic credentials. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Reads `--user name:password`; null without it. */
export function credentialsOf(user: string | undefined): Credentials | null {
  if (user === undefined) return null;
  const colon = user.indexOf(":");
  // What was given may be a password: it is not shown.
  if (colon <= 0) throw new UsageError("--user: expected name:password");
  return { username: user.slice(0, colon), password: user.slice(colon + 1) };
}

/** Reads an address of a server. */
export function addressOf(option: string, text: string): string {
  if (isAddress(text)) return new URL(text).href;
  throw new UsageError(
    `${option}: expected an address such as http://localhost:3000/webhook, got "${text}"`,
  );
}

/** Whether this is the address of a server, and not the name of a file. */
function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** What a command talks to: a server that runs, or a file that exports a webhook. */
export type WebhookPlace =
  | { readonly url: string; readonly file?: undefined }
  | { readonly url?: undefined; readonly file: string | undefined };

/** Reads an argument that is a file or an address, and `--url`. */
export function placeOf(target: string | undefined, url: string | undefined): WebhookPlace {
  if (url === undefined) {
    return target !== undefined && isAddress(target)
      ? { url: addressOf("the address", target) }
      : { file: target };
  }
  if (target === undefined) return { url: addressOf("--url", url) };
  throw new UsageError("expected a file or --url, got both: with --url no file is needed");
}

/** The private key: `--key`, or `CLUSTAAR_PRIVATE_KEY`; null without either. */
export function keyOf(io: Io, key: string | undefined): string | null {
  const given = key ?? io.env.CLUSTAAR_PRIVATE_KEY;
  if (given === "") {
    const from = key === undefined ? "CLUSTAAR_PRIVATE_KEY" : "--key";
    throw new UsageError(`${from}: expected a key, got an empty one`);
  }
  return given ?? null;
}

/** The private key for a file that is run here: without one, a new one that the webhook finds in its environment. */
export function keyForFile(io: Io, key: string | undefined): string {
  return keyOf(io, key) ?? randomBytes(16).toString("hex");
}

/** Reads `--limit`. */
export function limitOf(text: string, most: number): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= most) return limit;
  throw new UsageError(`--limit: expected a whole number from 1 to ${most}, got "${text}"`);
}

/** Reads `--port`. */
export function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port: expected a number from 0 to 65535, got "${text}"`);
}

/** Reads an option of milliseconds. */
export function millisecondsOf(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${option}: expected a number of milliseconds, got "${text}"`);
}
