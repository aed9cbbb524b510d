// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const control = /[\x00-\x08\x0b\x0c\x0e-\x1f]/;
const controls = new RegExp(control, "g");
const special = new RegExp(`[<>]|${control.source}`);

/** Writes markup as text; entities stay as they are. */
export function escapeMarkup(source: string): string {
  if (!special.test(source)) return source;
  // In one pass: a text of nothing but tags has hundreds of thousands of them.
  return escapeControls(source).replace(/[<>]/g, (sign) => (sign === "<" ? "&lt;" : "&gt;"));
}

/** Makes control characters visible. */
export function escapeControls(source: string): string {
  return control.test(source) ? source.replace(controls, "?") : source;
}

/** Replaces one text by another wherever it stands; most texts hold none, and looking for it is faster than replacing it. */
export function swap(source: string, from: string, to: string): string {
  return source.includes(from) ? source.replaceAll(from, to) : source;
}
