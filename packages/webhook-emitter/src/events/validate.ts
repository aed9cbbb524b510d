import type { StandardSchemaV1 } from "@standard-schema/spec";
import { EmitterError, type EmitterIssue } from "../errors.ts";

/**
 * Gives a value as its schema gives it.
 *
 * @throws EmitterError `code` with the path and message of each issue.
 */
export async function validate(
  code: "input_invalid" | "result_invalid",
  what: string,
  schema: StandardSchemaV1 | undefined,
  value: unknown,
): Promise<unknown> {
  if (!schema) return value;
  let result = schema["~standard"].validate(value);
  if (result instanceof Promise) result = await result;
  if (!result.issues) return result.value;
  const issues = result.issues.map(issueOf);
  const texts = issues.slice(0, 5).map(({ path, message }) => {
    return path.length === 0 ? message : `${path.join(".")}: ${message}`;
  });
  const more = issues.length > 5 ? `; and ${issues.length - 5} more` : "";
  throw new EmitterError(code, `${what}: ${texts.join("; ")}${more}`, { issues });
}

function issueOf({ path = [], message }: StandardSchemaV1.Issue): EmitterIssue {
  const keys = path.map((part) => (typeof part === "object" ? part.key : part));
  return { path: keys.map((key) => (typeof key === "number" ? key : String(key))), message };
}
