const form = /^https?:\/\/[^\s\\/?#][^\s\\]*$/i;
const LONGEST = 65_536;

/** Reads an address: what it is when it can be used, or what is wrong with it, without what may be a password. */
export function readUrl(value: unknown): { url: string } | { mistake: string } {
  const expected = "expected an address with http:// or https:// in front";
  if (typeof value !== "string") return { mistake: `${expected}, got ${kind(value)}` };
  const text = value.trim();
  if (text.length > LONGEST)
    return { mistake: `expected an address of at most ${LONGEST} characters` };
  if (!form.test(text)) return { mistake: `${expected} and without blanks` };
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { mistake: `${expected}, a host, and a port up to 65535` };
  }
  if (!canDecode(url.username) || !canDecode(url.password)) {
    return { mistake: `${expected}, with %25 for a % in its user or password` };
  }
  // As it was written, but for names outside of ASCII.
  const [, before = "", authority = "", rest = ""] =
    /^(https?:\/\/)([^/?#]*)(.*)$/is.exec(text) ?? [];
  if (/^[\x21-\x7e]*$/.test(authority)) return { url: text };
  const user = authority.includes("@") ? authority.slice(0, authority.lastIndexOf("@") + 1) : "";
  const port = /:\d+$/.exec(authority)?.[0] ?? "";
  return { url: `${before}${user}${url.hostname}${port}${rest}` };
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** An address for logs and errors: without user, password, query and fragment. */
export function shownUrl(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return "(not an address)";
  }
}

function kind(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object" ? "a list or mapping" : `a ${typeof value}`;
}
