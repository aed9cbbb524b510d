/** Throws all problems as one error, or nothing; each names its own place, so the harness's stack is left out. */
export function failWith(problems: string[]): void {
  if (problems.length === 0) return;
  const error = new Error(problems.join("\n"));
  error.stack = `Error: ${error.message}`;
  throw error;
}
