import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { median, shuffle } from "./measure.ts";
import { against, type Table } from "./table.ts";

const TARGET = 0.3;
const cli = dirname(fileURLToPath(import.meta.resolve("@clustaar/cli/package.json")));

/** A program whose start is measured. */
export interface Started {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
}

/** The command, and what it is compared with; `main` is the command's program, and what Node needs to run it. */
export function started(main: readonly string[] = [join(cli, "dist/main.js")]): Started[] {
  return [
    { name: "`npx tsc --version`", file: "npx", args: ["tsc", "--version"] },
    { name: "`clustaar --help`", file: process.execPath, args: [...main, "--help"] },
    { name: "node without a program", file: process.execPath, args: ["-e", "0"] },
  ];
}

/** Runs a program once; gives the milliseconds it took, and what it printed. */
export async function startOnce({ file, args }: Started): Promise<{ time: number; out: string }> {
  const begun = performance.now();
  const { stdout } = await promisify(execFile)(file, args, {
    cwd: fileURLToPath(new URL("../../..", import.meta.url)),
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  return { time: performance.now() - begun, out: stdout };
}

/** What the command costs before it does anything. */
export async function startTable({ rounds }: { readonly rounds: number }): Promise<Table> {
  const programs = started();
  const times = programs.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const at of shuffle([...programs.keys()])) {
      const program = programs[at];
      if (program !== undefined) times[at]?.push((await startOnce(program)).time);
    }
  }
  const [base = []] = times;
  return {
    title: "Start of the command",
    note: "Milliseconds from the start of the process to its end, the built package; medians. The commands load what they need when they are run.",
    head: ["program", "ms", "ratio"],
    rows: programs.map(({ name }, at) => {
      const own = times[at] ?? [];
      const ratio = median(own.map((time, round) => time / (base[round] ?? time)));
      return [
        name,
        median(own).toFixed(0),
        at === 1 ? against(ratio, "at most", TARGET) : ratio.toFixed(2),
      ];
    }),
  };
}
