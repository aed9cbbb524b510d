import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { runCli } from "./cli.ts";
import type { Io } from "./io.ts";

/** How a command is called in a test. */
export interface Called {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs a command line in this process, without a terminal, and gives what it wrote. */
export async function run(
  args: readonly string[],
  { stdin = "", env = {}, cwd = process.cwd() }: Called = {},
) {
  const [out, err] = [collector(), collector()];
  const io: Io = {
    stdin: Readable.from([stdin]),
    stdout: out.stream,
    stderr: err.stream,
    env,
    cwd,
  };
  const status = await runCli(args, io);
  const [written, complaints] = await Promise.all([out.whole(), err.whole()]);
  return { status, out: written, err: complaints, json: <T>() => JSON.parse(written) as T };
}

function collector() {
  const stream = new PassThrough();
  return { stream, whole: () => text(stream.end()) };
}
