import { readFileSync } from "node:fs";
import { WebhookConfigError } from "@clustaar/webhook-core";

/**
 * Reads the `[credentials]` section of a file as Python's configparser reads it: `key = value` or `key: value`, keys in any
 * case, comments on lines that start with `#` or `;`, and values up to the end of the line.
 *
 * Unlike configparser, a value is one line (a line that is indented further, which continues the value there, is refused),
 * `%(name)s` is taken literally, and other sections, `[DEFAULT]` included, and lines without `=` or `:` are ignored.
 * (Libraries for `.ini` files cut values at `#` and `;`, which a password may contain, and split keys at dots.)
 *
 * @returns the values by lower-case key; undefined when the file does not exist.
 * @throws WebhookConfigError `config_invalid` when the file cannot be read, or has a key twice.
 */
export function readPropertiesFile(path: string): ReadonlyMap<string, string> | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
    if (code === "ENOENT") return undefined;
    throw new WebhookConfigError(`${path}: expected a readable file, got ${code}`);
  }
  return parseProperties(text, path);
}

/** Reads the text of such a file; `name` is for error messages, which never contain a value. */
export function parseProperties(text: string, name: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let section = "";
  let margin = Number.POSITIVE_INFINITY;
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r\n|[\r\n]/)
    .entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const header = /^\[(.*)\]$/.exec(line)?.[1];
    if (header !== undefined) {
      section = header.trim();
      margin = Number.POSITIVE_INFINITY;
      continue;
    }
    if (section !== "credentials") continue;
    const indent = raw.length - raw.trimStart().length;
    if (indent > margin) {
      throw new WebhookConfigError(
        `${name}, line ${index + 1}: expected a key as far left as the one above, got an indented line, which Python reads as a continuation of the value above; put the value on one line, or the key at the margin`,
      );
    }
    margin = indent;
    const separator = line.search(/[=:]/);
    // A key alone has no value in it to take.
    if (separator < 1) continue;
    const key = line.slice(0, separator).trim().toLowerCase();
    if (values.has(key)) {
      throw new WebhookConfigError(
        `${name}, line ${index + 1}: expected "${key}" once in [credentials], got it again; remove one of the two`,
      );
    }
    values.set(key, line.slice(separator + 1).trim());
  }
  return values;
}
