import { EventEmitter, once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { runCli } from "./cli.ts";
import type { Io } from "./io.ts";

/** How a command is called in a test. */
export interface Called {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Ends a command that runs until it is stopped, by an event of a signal's name; default: nothing does. */
  readonly signals?: EventEmitter;
  /** Is handed what the command writes to standard output, as it comes. */
  readonly onOut?: (text: string) => void;
  /** Is handed what it writes to standard error. */
  readonly onErr?: (text: string) => void;
}

/** Runs a command line in this process, without a terminal, and gives what it wrote. */
export async function run(
  args: readonly string[],
  { stdin = "", env = {}, cwd = process.cwd(), signals, onOut, onErr }: Called = {},
) {
  const [out, err] = [collector(onOut), collector(onErr)];
  const io: Io = {
    stdin: Readable.from([stdin]),
    stdout: out.stream,
    stderr: err.stream,
    env,
    cwd,
    signals: signals ?? new EventEmitter(),
  };
  const status = await runCli(args, io);
  const [written, complaints] = await Promise.all([out.whole(), err.whole()]);
  return { status, out: written, err: complaints, json: <T>() => JSON.parse(written) as T };
}

/** A stream that keeps what is written to it, and tells it as it comes. */
function collector(tell: (text: string) => void = () => {}) {
  const stream = new PassThrough().setEncoding("utf8");
  let kept = "";
  stream.on("data", (text: string) => {
    kept += text;
    tell(text);
  });
  return {
    stream,
    async whole() {
      const ended = once(stream, "end");
      stream.end();
      await ended;
      return kept;
    },
  };
}
