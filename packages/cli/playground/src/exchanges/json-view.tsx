import { useMemo, useState } from "preact/hooks";

interface JsonViewProps {
  readonly text: string;
  /** Paths to mark, keys joined by `/`. */
  readonly marked: ReadonlySet<string>;
  readonly label: string;
}

interface Line {
  readonly text: string;
  readonly path: string;
}

/** As many lines as are drawn before somebody asks for more. */
const FIRST = 400;

/** A JSON text laid out, the lines of some paths marked; anything else as it is. */
export function JsonView({ text, marked, label }: JsonViewProps) {
  const [all, setAll] = useState(false);
  const lines = useMemo(() => linesOf(text), [text]);
  const first = lines.findIndex(({ path }) => marked.has(path));
  const shown = all ? lines.slice(0, 20_000) : lines.slice(0, Math.max(FIRST, first + 20));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard
    <section class="json" aria-label={label} tabIndex={0}>
      <pre>
        {shown.map((line, index) => {
          const isMarked = line.path !== "" && marked.has(line.path);
          return (
            // Lines never change their order.
            <span key={index} class={isMarked ? "json-line marked" : "json-line"}>
              {isMarked && <span class="visually-hidden">At fault: </span>}
              {`${line.text}\n`}
            </span>
          );
        })}
      </pre>
      {shown.length < lines.length && !all && (
        <button type="button" class="quiet" onClick={() => setAll(true)}>
          Show all {lines.length} lines
        </button>
      )}
    </section>
  );
}

function linesOf(text: string): readonly Line[] {
  try {
    const lines: Line[] = [];
    layOut(JSON.parse(text), "", "", "", "", lines);
    return lines;
  } catch {
    return text.split("\n").map((line) => ({ text: line.slice(0, 5000), path: "" }));
  }
}

function layOut(
  value: unknown,
  label: string,
  end: string,
  indent: string,
  path: string,
  lines: Line[],
): void {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) {
    const text = JSON.stringify(value);
    lines.push({
      text: `${indent}${label}${text.length > 5000 ? `${text.slice(0, 5000)} …` : text}${end}`,
      path,
    });
    return;
  }
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  lines.push({ text: `${indent}${label}${isList ? "[" : "{"}`, path });
  for (const [index, [key, item]] of entries.entries()) {
    const inner = path === "" ? key : `${path}/${key}`;
    const comma = index < entries.length - 1 ? "," : "";
    layOut(item, isList ? "" : `${JSON.stringify(key)}: `, comma, `${indent}  `, inner, lines);
  }
  lines.push({ text: `${indent}${isList ? "]" : "}"}${end}`, path: "" });
}
