import { errorPlace } from "../dev/error-place.ts";
import { UsageError } from "../failures.ts";

/** What a process that runs the user's file tells of a failure. */
export interface FailureReport {
  readonly message: string;
  /** Where in the user's code; null where that cannot be told, or where it is not the code's fault. */
  readonly file: string | null;
  readonly line: number | null;
}

/** What is told of an error: one of ours says all in its message. */
export function failureReport(error: unknown): FailureReport {
  if (error instanceof UsageError) return { message: error.message, file: null, line: null };
  const message =
    error instanceof Error
      ? `${error.name}: ${error.message}`
      : String((error as Error | undefined)?.message ?? error);
  const { file, line } = errorPlace(error);
  return { message, file, line };
}
