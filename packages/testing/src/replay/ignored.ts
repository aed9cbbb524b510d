/**
 * Whether a path, or one above it, is among those to ignore. Keys are joined by dots; `*` stands for any one key:
 * `actions.*.alternatives`.
 */
export function ignores(ignore: readonly string[], path: readonly (string | number)[]): boolean {
  const keys = path.map(String);
  const whole = keys.join(".");
  return ignore.some((one) => {
    // A key may hold dots itself.
    if (whole === one || whole.startsWith(`${one}.`)) return true;
    const wanted = one.split(".");
    return (
      wanted.length <= keys.length &&
      wanted.every((key, index) => key === "*" || key === keys[index])
    );
  });
}
