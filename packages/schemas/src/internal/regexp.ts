// A character class as Python reads it: a `]` that comes first is one of its characters.
const escapeOrClass = /\\[\s\S]|\[(\^|(?!\^))((?:\]|\\[\s\S]|[^\]\\])(?:\\[\s\S]|[^\]\\])*)\]/g;
// A backslash before an ASCII letter that means nothing is an error in Python.
const badLetter = /\\[ceg-mo-qyzCE-MO-RTVXY]/;

/**
 * Whether the platform, which speaks Python's dialect, can compile `pattern`. Not a whole parser:
 * Python's own constructs are put into JavaScript's words, and JavaScript's parser decides.
 */
export function isPlatformRegexp(pattern: string): boolean {
  const escapes = pattern.match(/\\[\s\S]?/g) ?? [];
  if (escapes.some((found) => badLetter.test(found))) return false;
  const bare = pattern.replace(escapeOrClass, "");
  if (bare.includes("[") || !knowsItsGroups(escapes, bare)) return false;
  const translated = pattern
    .replace(escapeOrClass, (found, caret: string, members: string) =>
      found.startsWith("\\")
        ? found.replace(/^\\[AZ]$/, "\\b")
        : `[${caret}${members.replace(/^\]/, "\\]")}]`,
    )
    .replace(/\(\?#[^)]*\)/g, "")
    .replace(/^\(\?[aiLmsux]+\)/, "")
    .replace(/\(\?P</g, "(?<")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replace(/\(\?\(\w+\)/g, "(?:")
    .replace(/\(\?[aiLmsux]*(?:-[imsx]+)?:/g, "(?:")
    .replace(/\(\?>/g, "(?:")
    .replace(/\{,(?=\d+\})/g, "{0,")
    .replace(/([*+?}])\+/g, "$1");
  try {
    new RegExp(translated);
    return true;
  } catch {
    return false;
  }
}

/** JavaScript takes a reference to a group that is not there for something else; Python refuses it. */
function knowsItsGroups(escapes: readonly string[], bare: string): boolean {
  const groups = bare.match(/\((?!\?)|\(\?P</g)?.length ?? 0;
  const names = [...bare.matchAll(/\(\?P<(\w+)>/g)].map(([, name]) => name);
  const named = [...bare.matchAll(/\(\?P=(\w+)\)/g)].map(([, name]) => name);
  const numbered = escapes.map((found) => Number(/^\\([1-9])/.exec(found)?.[1] ?? 0));
  return numbered.every((group) => group <= groups) && named.every((name) => names.includes(name));
}
