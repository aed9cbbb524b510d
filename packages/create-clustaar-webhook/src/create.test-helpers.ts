import { PassThrough } from "node:stream";
import { expect, vi } from "vitest";
import { runCreate } from "./create.ts";

/** How the program is called in a test. */
export interface Called {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What a person reads, and types when they have; without it there is no terminal. */
  readonly keys?: readonly (readonly [shown: string, typed: string])[];
}

/** Runs a command line in this process and gives what it wrote. */
export async function run(args: readonly string[], { cwd, env = {}, keys }: Called) {
  const [out, err] = [collector(), collector()];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: keys !== undefined,
    setRawMode: () => {},
  });
  const stdout = Object.assign(out.stream, { isTTY: keys !== undefined, columns: 80 });
  const ended = runCreate(args, { stdin, stdout, stderr: err.stream, env, cwd });
  for (const [shown, typed] of keys ?? []) {
    await vi.waitFor(() => expect(out.text()).toContain(shown));
    stdin.write(typed);
  }
  return { status: await ended, out: out.text(), err: err.text() };
}

function collector() {
  const stream = new PassThrough();
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return { stream, text: () => text };
}
