// A character class as Python reads it: a `]` that comes first is one of its characters.
const escapeOrClass = /\\[\s\S]|\[(\^?)(\]?)((?:\\[\s\S]|[^\]\\])*)\]/g;
// A backslash before an ASCII letter that means nothing is an error in Python.
const badLetter = /\\[ceg-mo-qyzCE-MO-RTVXY]/;

/**
 * Whether the platform, which speaks Python's dialect, can compile `pattern`. Not a whole parser:
 * Python's own constructs are put into JavaScript's words, and JavaScript's parser decides.
 */
export function isPlatformRegexp(pattern: string): boolean {
  const escapes = pattern.match(/\\[\s\S]?/g) ?? [];
  if (escapes.some((found) => badLetter.test(found))) return false;
  if (pattern.replace(escapeOrClass, "").includes("[")) return false;
  const translated = pattern
    .replace(escapeOrClass, (found, caret: string, first: string, rest: string) =>
      found.startsWith("\\") ? found : `[${caret}${first && "\\]"}${rest}]`,
    )
    .replace(/\(\?#[^)]*\)/g, "")
    .replace(/^\(\?[aiLmsux]+\)/, "")
    .replace(/\(\?P</g, "(?<")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replace(/\(\?\(\w+\)/g, "(?:")
    .replace(/\(\?[aiLmsux]*(?:-[imsx]+)?:/g, "(?:")
    .replace(/\(\?>/g, "(?:")
    .replace(/([*+?}])\+/g, "$1");
  try {
    new RegExp(translated);
    return true;
  } catch {
    return false;
  }
}
