import { useMemo, useState } from "preact/hooks";

interface JsonViewProps {
  readonly text: string;
  /** Paths to mark, keys joined by `/`. */
  readonly marked: ReadonlySet<string>;
  readonly label: string;
}

interface Line {
  /** Blanks before, and the key with its colon. */
  readonly label: string;
  readonly text: string;
  readonly kind: "text" | "value" | "mark";
  readonly path: string;
}

/** As many lines as are drawn before somebody asks for more. */
const FIRST = 400;
/** Longer values are cut. */
const LONGEST = 5000;

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
              <span class="json-key">{line.label}</span>
              <span class={`json-${line.kind}`}>{line.text}</span>
              {"\n"}
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
    layOut(JSON.parse(text), { label: "", path: "", end: "", indent: "" }, lines);
    return lines;
  } catch {
    const lines = text.split("\n");
    return lines.map((line) => ({
      label: "",
      text: line.slice(0, LONGEST),
      kind: "mark",
      path: "",
    }));
  }
}

interface Place {
  readonly label: string;
  readonly path: string;
  /** What follows the value: a comma, or nothing. */
  readonly end: string;
  readonly indent: string;
}

function layOut(value: unknown, { label, path, end, indent }: Place, lines: Line[]): void {
  const start = indent + label;
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) {
    const json = JSON.stringify(value);
    const text = json.length > LONGEST ? `${json.slice(0, LONGEST)} …` : json;
    const kind = typeof value === "string" ? "text" : "value";
    lines.push({ label: start, text: text + end, kind, path });
    return;
  }
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  lines.push({ label: start, text: isList ? "[" : "{", kind: "mark", path });
  for (const [index, [key, item]] of entries.entries()) {
    const inner: Place = {
      label: isList ? "" : `${JSON.stringify(key)}: `,
      path: path === "" ? key : `${path}/${key}`,
      end: index < entries.length - 1 ? "," : "",
      indent: `${indent}  `,
    };
    layOut(item, inner, lines);
  }
  lines.push({ label: indent, text: `${isList ? "]" : "}"}${end}`, kind: "mark", path: "" });
}
