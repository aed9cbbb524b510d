import { inOneLine } from "../../ui/json-text.ts";

/** More rows than these say nothing more. */
const MOST = 60;
const DEEPEST = 4;

/** The fields of a model, one a row; a nested one is named by its path. */
export function Fields({ value }: { readonly value: object }) {
  const rows = rowsOf(value, "", 0);
  if (rows.length === 0) return null;
  return (
    <dl class="fields">
      {rows.slice(0, MOST).map(([path, text]) => (
        <div key={path}>
          <dt>{path}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      {rows.length > MOST && (
        <div>
          <dt>…</dt>
          <dd>{rows.length - MOST} more fields</dd>
        </div>
      )}
    </dl>
  );
}

function rowsOf(value: object, path: string, depth: number): [string, string][] {
  return Object.entries(value).flatMap(([name, field]): [string, string][] => {
    if (name === "type" || field === undefined || field === null || field === "") return [];
    const inner = path === "" ? name : `${path}.${name}`;
    if (typeof field !== "object" || depth >= DEEPEST) return [[inner, inOneLine(field)]];
    if (isPlainList(field)) {
      return field.length === 0 ? [] : [[inner, inOneLine(field.join(", "))]];
    }
    return rowsOf(field, inner, depth + 1);
  });
}

function isPlainList(value: object): value is readonly unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item !== "object");
}
