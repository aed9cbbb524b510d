// A backslash before an ASCII letter that means nothing is an error in Python.
const badLetter = /^\\[ceg-mo-qyzCE-MO-RTVXY]/;
/** A longer pattern is scanned, but not parsed: no author writes one, and it is the platform that compiles it. */
const LONGEST_PARSED = 20_000;

/**
 * Whether the platform, which speaks Python's dialect, can compile `pattern`. Not a whole parser:
 * Python's own constructs are put into JavaScript's words, and JavaScript's parser decides.
 */
export function isPlatformRegexp(pattern: string): boolean {
  const parts = partsOf(pattern);
  if (parts === undefined || parts.escapes.some((found) => badLetter.test(found))) return false;
  if (!knowsItsGroups(parts)) return false;
  if (pattern.length > LONGEST_PARSED) return true;
  try {
    new RegExp(parts.translated);
    return true;
  } catch {
    return false;
  }
}

interface Parts {
  /** Every escape, those of classes among them. */
  readonly escapes: readonly string[];
  /** What is neither an escape nor a class, each of which left a space behind. */
  readonly bare: string;
  /** The whole pattern in JavaScript's words. */
  readonly translated: string;
}

/** Takes a pattern apart in one pass; undefined when a class or a comment is not closed. */
function partsOf(pattern: string): Parts | undefined {
  const escapes: string[] = [];
  const bare: string[] = [];
  const translated: string[] = [];
  // Where the constructs between two escapes or classes begin.
  let start = 0;
  let at = 0;

  function closeBare(): void {
    const between = pattern.slice(start, at);
    bare.push(between, " ");
    translated.push(inOurWords(between));
  }

  while (at < pattern.length) {
    if (pattern[at] === "\\") {
      const found = pattern.slice(at, at + 2);
      closeBare();
      escapes.push(found);
      translated.push(found === "\\A" || found === "\\Z" ? "\\b" : found);
      at += 2;
      start = at;
    } else if (pattern[at] === "[") {
      const end = endOfClass(pattern, at);
      if (end === undefined) return undefined;
      closeBare();
      const found = pattern.slice(at, end);
      for (const [member] of found.matchAll(/\\[\s\S]/g)) escapes.push(member);
      translated.push(found.replace(/^(\[\^?)\]/, "$1\\]"));
      at = end;
      start = at;
    } else if (pattern.startsWith("(?#", at)) {
      const end = closing(pattern, at, ")");
      if (end === undefined) return undefined;
      closeBare();
      at = end;
      start = at;
    } else {
      at += 1;
    }
  }
  closeBare();
  // Flags for all of it may stand at the very beginning only.
  const whole = translated.join("").replace(/^\(\?[aiLmsux]+\)/, "");
  return { escapes, bare: bare.join(""), translated: whole };
}

/** The index after a class as Python reads it: a `]` that comes first is one of its characters. */
function endOfClass(pattern: string, open: number): number | undefined {
  const first = pattern[open + 1] === "^" ? open + 2 : open + 1;
  return closing(pattern, pattern[first] === "]" ? first + 1 : first, "]");
}

/** The index after the next `close` that is not escaped. */
function closing(pattern: string, from: number, close: string): number | undefined {
  for (let at = from; at < pattern.length; at++) {
    if (pattern[at] === "\\") at += 1;
    else if (pattern[at] === close) return at + 1;
  }
  return undefined;
}

/** Python's constructs in JavaScript's words. */
function inOurWords(between: string): string {
  return between
    .replace(/\(\?P</g, "(?<")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replace(/\(\?\(\w+\)/g, "(?:")
    .replace(/\(\?[aiLmsux]*(?:-[imsx]+)?:/g, "(?:")
    .replace(/\(\?>/g, "(?:")
    .replace(/\{,(?=\d+\})/g, "{0,")
    .replace(/([*+?}])\+/g, "$1");
}

/** JavaScript takes a reference to a group that is not there for something else; Python refuses it. */
function knowsItsGroups({ escapes, bare }: Parts): boolean {
  const groups = bare.match(/\((?!\?)|\(\?P</g)?.length ?? 0;
  const names = new Set([...bare.matchAll(/\(\?P<(\w+)>/g)].map(([, name]) => name));
  const named = [...bare.matchAll(/\(\?P=(\w+)\)/g)].map(([, name]) => name);
  const numbered = escapes.map((found) => Number(/^\\([1-9])/.exec(found)?.[1] ?? 0));
  return numbered.every((group) => group <= groups) && named.every((name) => names.has(name));
}
