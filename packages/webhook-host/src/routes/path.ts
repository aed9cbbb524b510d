import { Buffer } from "node:buffer";
import { HttpError } from "../errors.ts";

const OUTSIDE_ASCII = /[^\0-\x7f]/;
const ESCAPE = /%[0-9a-fA-F]{2}/g;

/**
 * A path as routes are matched with it: bytes outside ASCII percent-encoded, the digits of escapes in upper case, and
 * nothing decoded, so that `%2F` is no slash.
 *
 * @throws HttpError 400 `path_invalid` when an escape is broken, or the bytes it stands for are not UTF-8.
 */
export function canonicalPath(path: string): string {
  let canonical = path;
  if (OUTSIDE_ASCII.test(path)) canonical = escapeUtf8(readUtf8(path));
  if (!canonical.includes("%")) return canonical;
  decode(canonical);
  return canonical.replace(ESCAPE, (triplet) => triplet.toUpperCase());
}

function escapeUtf8(path: string): string {
  try {
    return path.replace(/[^\0-\x7f]+/g, encodeURIComponent);
  } catch {
    throw broken("half a surrogate pair");
  }
}

/** A path for handlers: raw bytes outside ASCII, which Node shows as Latin-1, read as UTF-8. */
export function readUtf8(path: string): string {
  if (!OUTSIDE_ASCII.test(path)) return path;
  for (let index = 0; index < path.length; index++) {
    if (path.charCodeAt(index) > 0xff) return path;
  }
  const text = Buffer.from(path, "latin1").toString("utf8");
  return text.includes("\ufffd") ? path : text;
}

/** Decodes a part of a path once. */
export function decode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw broken("a broken escape");
  }
}

function broken(came: string): HttpError {
  return new HttpError(
    400,
    `expected a path in percent-encoded UTF-8, got ${came}; write a percent sign as %25`,
    { code: "path_invalid" },
  );
}

/** The path below a mount point, which may be given with or without its last slash. */
export function below(path: string, mountPath: string): string | undefined {
  const mount = mountPath.endsWith("/") ? mountPath.slice(0, -1) : mountPath;
  if (mount === "") return path;
  if (path === mount) return "/";
  return path.startsWith(`${mount}/`) ? path.slice(mount.length) : undefined;
}
