import { resolveReferences } from "./references.ts";

const NO_ATTRIBUTES: readonly string[] = [];

/** The tags that are kept, with the attributes that are kept on them. */
const allowed: ReadonlyMap<string, readonly string[]> = new Map([
  ["a", ["href", "title", "target"]],
  ["abbr", ["title"]],
  ["acronym", ["title"]],
  ...["b", "blockquote", "br", "code", "em", "i", "li", "ol", "strong", "ul"].map(
    (tag) => [tag, NO_ATTRIBUTES] as const,
  ),
]);

const targets: readonly string[] = ["_blank", "_top"];
const schemes: readonly string[] = ["http:", "https:", "mailto:", "tel:"];

/** The names of the tags that are kept. */
export const allowedTags: readonly string[] = [...allowed.keys()];

/** Whether a tag of this name, in lower case, is kept. */
export function isAllowedTag(name: string): boolean {
  return allowed.has(name);
}

/** Whether a tag may carry an attribute of this name at all. */
export function mayCarry(tag: string, name: string): boolean {
  return allowed.get(tag)?.includes(name) ?? false;
}

/** Whether an attribute is kept; `value` is written as it will be in the result, entities and all. */
export function isAllowedAttribute(tag: string, name: string, value: string): boolean {
  if (!mayCarry(tag, name)) return false;
  if (name === "target") return targets.includes(value);
  return name !== "href" || isAllowedHref(value);
}

function isAllowedHref(value: string): boolean {
  // What a browser makes of it counts, so its entities are decoded as a browser does.
  return hasAllowedScheme(value) && hasAllowedScheme(resolveReferences(value));
}

/** True for what has no scheme too: it is relative. */
function hasAllowedScheme(url: string): boolean {
  const scheme = schemeOf(url);
  return scheme === undefined || schemes.includes(scheme);
}

/** The scheme of an address with its colon. Browsers skip white space and control characters in it. */
export function schemeOf(url: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it drops
  const packed = url.replace(/[`\u0000-\u0020\u007f-\u00a0\s\ufffd]+/g, "").toLowerCase();
  return /^[a-z][a-z0-9+.-]*:/.exec(packed)?.[0];
}
