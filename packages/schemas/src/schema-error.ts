/**
 * One thing wrong with a value: where, a stable code, and what was expected and what came.
 */
export interface SchemaIssue {
  /** Keys and indexes from the value that was checked down to what is wrong with it. */
  readonly path: (string | number)[];
  /** Stable, for programs. */
  readonly code: string;
  /** For people: the limit, and what came. */
  readonly message: string;
}

/** More issues than this help nobody, and a body may hold a million of them: no more are collected. */
export const MOST_ISSUES = 200;

/** Marks a SchemaError, whichever copy of this package made it. */
const brand = Symbol.for("@clustaar/schemas/schema-error");

/**
 * Thrown by `decode` where a value's shape does not fit its schema, and by a builder that is given a key it does not know
 * (the issue's code is `unknown_key`).
 *
 * @example
 * ```ts
 * import { SchemaError, schemas } from "@clustaar/schemas";
 *
 * try {
 *   schemas.send_text_action.decode({ type: "send_text_action" });
 * } catch (error) {
 *   if (error instanceof SchemaError) console.log(error.code, error.issues[0]?.path); // "schema_invalid" ["alternatives"]
 * }
 * ```
 */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  /** Always the same, for programs. */
  readonly code = "schema_invalid";
  /** What does not fit, place by place; the first 200. */
  readonly issues: readonly SchemaIssue[];

  constructor(schema: string, issues: readonly SchemaIssue[]) {
    const [first] = issues;
    const most = issues.length === MOST_ISSUES ? "at least " : "";
    const more = issues.length > 1 ? ` (and ${most}${issues.length - 1} more)` : "";
    // The message about an unknown key names it.
    const path = first?.code === "unknown_key" ? [] : (first?.path ?? []);
    const where = path.length === 0 ? "" : `${path.join("/")}: `;
    super(`${schema}: ${where}${first?.message ?? "the shape does not fit"}${more}`);
    this.issues = issues;
  }
}

Object.defineProperty(SchemaError.prototype, brand, { value: true });

/**
 * Whether a value is a {@link SchemaError}, one made by another copy of this package (ESM beside CommonJS) included,
 * which `instanceof` does not know. Never throws.
 *
 * @example
 * ```ts
 * import { isSchemaError, schemas } from "@clustaar/schemas";
 *
 * try {
 *   schemas.wait_action.decode("x");
 * } catch (error) {
 *   console.log(isSchemaError(error)); // true
 * }
 * ```
 */
export function isSchemaError(value: unknown): value is SchemaError {
  try {
    return (value as { [brand]?: unknown } | null | undefined)?.[brand] === true;
  } catch {
    // A revoked proxy, or a getter that throws: nothing of ours.
    return false;
  }
}
