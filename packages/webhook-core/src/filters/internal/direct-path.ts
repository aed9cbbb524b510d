/** Keys and indexes from the outermost inwards. */
export type DirectPath = readonly (string | number)[];

// One step: a bare key or a quoted one, after a dot unless it is the first, or an index; white space between them means nothing.
const step =
  /(?:^|(?<!^)[ \t\r\n]*\.[ \t\r\n]*)(?:([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*"))|[ \t\r\n]*\[[ \t\r\n]*(-?\d+)[ \t\r\n]*\]/y;

/** Reads `a.b[0]."any key"[-1]`, without white space around it; undefined when the text is anything else. */
export function parseDirectPath(text: string): DirectPath | undefined {
  const path: (string | number)[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < text.length) {
    const [match, bare, quoted, index] = step.exec(text) ?? [];
    if (match === undefined) return undefined;
    if (bare !== undefined) path.push(bare);
    else if (index !== undefined) path.push(Number(index));
    else {
      const key = parseQuoted(quoted ?? "");
      if (key === undefined) return undefined;
      path.push(key);
    }
  }
  return path.length > 0 ? path : undefined;
}

/** What stands at `path`, or undefined when nothing does: JSON itself has no undefined. */
export function resolveDirectPath(json: unknown, path: DirectPath): unknown {
  let value = json;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    if (typeof key === "number") {
      if (!Array.isArray(value)) return undefined;
      value = value[key < 0 ? value.length + key : key];
    } else {
      // Only what the sender wrote counts: `constructor` is not a key of every object.
      if (Array.isArray(value) || !Object.hasOwn(value, key)) return undefined;
      value = (value as Record<string, unknown>)[key];
    }
  }
  return value;
}

function parseQuoted(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
