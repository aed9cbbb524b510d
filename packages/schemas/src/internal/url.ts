import { normalizeText } from "./normalize.ts";

// Python's urlsplit drops leading control characters and spaces, and tabs and line ends anywhere.
const leading = /^[\0-\x20]+/;
const lineEnds = /[\t\r\n]/g;
const absolute = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)/i;
const web = /^https?$/i;
const bracketed = /^[^[\]]*\[([^[\]]*)\][^[\]]*$/;
const address = /^(?:[0-9a-f:.]*:[0-9a-f:.]*(?:%.+)?|v[0-9a-f]+\..+)$/i;

/**
 * Whether the platform takes `text` as a URL: a scheme, `://` and an authority. Deliberately not
 * `new URL`, which refuses and repairs other things than the platform does.
 */
export function isUrl(text: string, webOnly: boolean): boolean {
  const cleaned = text.replace(leading, "").replace(lineEnds, "");
  const match = absolute.exec(cleaned);
  if (match === null) return false;
  const [, scheme = "", authority = ""] = match;
  if (webOnly && !web.test(scheme)) return false;
  if (authority.includes("[") || authority.includes("]")) {
    const inside = bracketed.exec(authority);
    if (inside === null || !address.test(inside[1] ?? "")) return false;
  }
  // A look-alike of a separator could move the host: Python refuses it, and so does the platform.
  return !/[/?#@:]/.test(lookAlikes(authority));
}

function lookAlikes(authority: string): string {
  const rest = authority.replace(/[@:#?]/g, "");
  const normalized = normalizeText(rest);
  return rest === normalized ? "" : normalized;
}
