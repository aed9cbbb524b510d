import { EventEmitter } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable, Writable } from "node:stream";
import { runCli } from "./cli.ts";
import { packageRoot } from "./dev/package-root.ts";

/** Folders for the PATH, each with an `npx` that knows `clustaar`, as a project has it that installed the package. */
export interface Npx {
  /** Runs the command in a process of its own, from the sources. */
  readonly asProcess: string;
  /** Has the command run in the process of the tests, where the sources are loaded already: tenfold faster. */
  readonly inTests: string;
  close(): void;
}

/** What the `npx` of `inTests` runs: hands over its arguments and standard input, and prints what comes back. */
const client = `import { connect } from "node:net";
const { argv, env, stdin, stdout, stderr } = process;
const socket = connect(argv[2]);
const tell = (message) => socket.write(JSON.stringify(message) + "\\n");
tell({ args: argv.slice(3), cwd: process.cwd(), env });
stdin.setEncoding("utf8").on("data", (input) => tell({ input })).on("end", () => tell({ input: null }));
let pending = "";
socket.setEncoding("utf8").on("data", (text) => {
  const lines = (pending + text).split("\\n");
  pending = lines.pop();
  for (const { out, err, status } of lines.map((line) => JSON.parse(line))) {
    if (out !== undefined) stdout.write(out);
    if (err !== undefined) stderr.write(err);
    if (status !== undefined) {
      process.exitCode = status;
      stdin.destroy();
      socket.end();
    }
  }
});
`;

type Heard =
  | {
      readonly args: readonly string[];
      readonly cwd: string;
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly input: string | null };

/** Makes both folders inside another. */
export async function makeNpx(folder: string): Promise<Npx> {
  const socket = join(folder, "npx.sock");
  const server = createServer((connection) => void serve(connection));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const script = join(folder, "npx-client.mjs");
  writeFileSync(script, client);
  const main = join(packageRoot(), "src/main.ts");
  const source = ["--conditions=@clustaar/source", "--import", "tsx"];
  return {
    asProcess: bin(join(folder, "as-process"), [process.execPath, ...source, main]),
    inTests: bin(join(folder, "in-tests"), [process.execPath, script, socket]),
    close: () => server.close(),
  };
}

function bin(folder: string, command: readonly string[]): string {
  mkdirSync(folder);
  const file = join(folder, "npx");
  const words = command.map((word) => `'${word}'`).join(" ");
  writeFileSync(file, `#!/bin/sh\n[ "$1" = clustaar ] && shift || exit 127\nexec ${words} "$@"\n`);
  chmodSync(file, 0o755);
  return folder;
}

/** Runs the command of one `npx`. */
async function serve(connection: Socket): Promise<void> {
  const stdin = new Readable({ read() {} });
  const signals = new EventEmitter();
  const tell = (message: object) => void connection.write(`${JSON.stringify(message)}\n`);
  const stream = (name: "out" | "err") =>
    new Writable({
      decodeStrings: false,
      write(chunk: string | Uint8Array, _encoding, done) {
        tell({ [name]: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8") });
        done();
      },
    });
  // An `npx` that was killed.
  connection.on("error", () => {}).on("close", () => signals.emit("SIGTERM"));
  for await (const line of createInterface({ input: connection })) {
    const heard = JSON.parse(line) as Heard;
    if ("input" in heard) {
      stdin.push(heard.input);
      continue;
    }
    const { args, cwd, env } = heard;
    const io = { stdin, stdout: stream("out"), stderr: stream("err"), env, cwd, signals };
    void runCli(args, io).then((status) => tell({ status }));
  }
}
