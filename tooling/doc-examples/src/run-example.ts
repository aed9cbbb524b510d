import { vi } from "vitest";
import { type Example, placeOf } from "./example.ts";
import { type ExpectedLog, outputProblem } from "./expected-output.ts";
import { failWith } from "./internal/fail-with.ts";
import { useFreePorts } from "./internal/local-ports.ts";

/** The name under which a running example finds what records its asserted `console.log` calls. */
export const recorderName = "__docExampleLog";

/** A module on disk that holds an example, ready to be imported. */
export interface RunnableExample {
  example: Example;
  /** Absolute path of the instrumented module. */
  path: string;
  expected: ExpectedLog[];
}

/**
 * Imports an example and settles when it has run to its end and every `// expected` line was
 * reached.
 *
 * @throws Error that names the line of the README or source file, when the example throws, prints
 * something else than its comments say, or never reaches one of them.
 */
export async function runExample(
  { example, path, expected }: RunnableExample,
  env: Record<string, string>,
): Promise<void> {
  const problems: string[] = [];
  const reached = new Set<number>();
  // Recorded and not thrown: a handler's throw would be caught by the webhook under test.
  const record =
    (index: number) =>
    (...args: unknown[]) => {
      const { line, comment } = expected[index] as ExpectedLog;
      const problem = outputProblem(args, comment);
      reached.add(index);
      if (problem) problems.push(`${example.file}:${line}: ${problem}`);
    };
  const ports = useFreePorts();
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  vi.stubGlobal(recorderName, record);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    await import(/* @vite-ignore */ path);
    await settled(() => reached.size === expected.length);
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    problems.push(`${placeOf(example)}: the example throws ${message}`);
  } finally {
    await ports.restore();
    log.mockRestore();
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  }
  expected.forEach(({ line, comment }, index) => {
    if (!reached.has(index)) {
      problems.push(`${example.file}:${line}: expected \`${comment}\`, but this line never ran`);
    }
  });
  failWith(problems);
}

/** Gives callbacks that outlive the module (a server's, a timer's) a moment to print. */
async function settled(done: () => boolean): Promise<void> {
  for (let wait = 0; wait < 50 && !done(); wait += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
