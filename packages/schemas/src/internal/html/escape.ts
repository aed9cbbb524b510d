// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const special = /[<>\x00-\x08\x0b\x0c\x0e-\x1f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it replaces
const controls = /[\x00-\x08\x0b\x0c\x0e-\x1f]/g;

/** Writes markup as text; entities stay as they are. */
export function escapeMarkup(source: string): string {
  if (!special.test(source)) return source;
  return escapeControls(source).replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Makes control characters visible. */
export function escapeControls(source: string): string {
  return source.replace(controls, "?");
}
