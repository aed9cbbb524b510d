import jsonc, { type Node } from "jsonc-parser";

/** Where something stands in a text; both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds the places of values in a JSON text by their paths. */
export function placesIn(text: string): (path: readonly (string | number)[]) => Place {
  const root = treeOf(text);
  const starts = lineStarts(text);
  return (path) => {
    let node = root;
    for (const key of path) {
      const child = node === undefined ? undefined : childOf(node, key);
      // What is missing is shown where it is missed.
      if (child === undefined) break;
      node = child;
    }
    return placeOf(node?.offset ?? 0, starts);
  };
}

function treeOf(text: string): Node | undefined {
  try {
    return jsonc.parseTree(text, [], { disallowComments: true });
  } catch {
    // Nested too deeply for the parser: the document's start will do.
    return undefined;
  }
}

function childOf({ type, children = [] }: Node, key: string | number): Node | undefined {
  if (type === "array") return children[Number(key)];
  const property = children.find(({ children: [name] = [] }) => name?.value === String(key));
  return property?.children?.[1];
}

/** The offset at which each line begins. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function placeOf(offset: number, starts: readonly number[]): Place {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** Why a text is not JSON, and where. */
export function syntaxError(
  text: string,
): { readonly message: string; readonly place: Place } | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const [first] = errorsOf(text);
    const { message } = error as Error;
    return { message, place: placeOf(first ?? 0, lineStarts(text)) };
  }
}

/** The offsets at which the text breaks the grammar. */
function errorsOf(text: string): number[] {
  const errors: jsonc.ParseError[] = [];
  try {
    jsonc.parse(text, errors, { disallowComments: true, allowEmptyContent: false });
  } catch {
    // Nested too deeply for the parser.
  }
  return errors.map(({ offset }) => offset);
}
