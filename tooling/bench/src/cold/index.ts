import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { median, shuffle } from "../measure.ts";
import { type Message, messages } from "../messages.ts";
import { headersOf, KEY } from "../receive.ts";
import type { Table } from "../table.ts";

/** The scripts that are started cold, the bare one first. */
export const scripts = {
  "bare.mjs": "a bare node script doing the floor's work",
  "core.mjs": "`@clustaar/webhook-core`, imported",
  "core.cjs": "`@clustaar/webhook-core`, required",
  "lambda.mjs": "`@clustaar/adapter-lambda` with a `Webhook`, imported",
} as const;
export type Script = keyof typeof scripts;

const message = messages.medium;

/** Import plus first answer, each time in a fresh process. */
export async function coldTable({ rounds }: { readonly rounds: number }): Promise<Table> {
  const folder = mkdtempSync(join(tmpdir(), "clustaar-cold-"));
  try {
    const bundle = await bundled("lambda.mjs", folder);
    const bundles = { [bundle]: "the same, bundled and minified with esbuild" };
    return await measured({ ...scripts, ...bundles }, rounds);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A script as people deploy it: one minified file. */
async function bundled(script: Script, folder: string): Promise<string> {
  const outfile = join(folder, script);
  await build({
    entryPoints: [pathOf(script)],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    outfile,
  });
  return outfile;
}

async function measured(all: Readonly<Record<string, string>>, rounds: number): Promise<Table> {
  const names = Object.keys(all);
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const name of shuffle([...names])) times.get(name)?.push((await answerCold(name)).time);
  }
  const base = median(times.get("bare.mjs") ?? []);
  return {
    title: "Cold start",
    note: `Milliseconds from the start of the process to the first answer to the message of ${message.name}, the built packages on plain \`node\`; medians.`,
    head: ["script", "ms", "more than bare"],
    rows: names.map((name) => {
      const time = median(times.get(name) ?? []);
      return [
        all[name] ?? name,
        time.toFixed(1),
        name === "bare.mjs" ? "" : (time - base).toFixed(1),
      ];
    }),
  };
}

function pathOf(script: string): string {
  return isAbsolute(script) ? script : fileURLToPath(new URL(`./${script}`, import.meta.url));
}

/** Runs one script, by its name here or its path; gives the milliseconds from the process's start to its answer, and the answer. */
export async function answerCold(
  script: string,
  nodeOptions: readonly string[] = [],
  delivered: Message = message,
): Promise<{ time: number; answer: string }> {
  const { body } = delivered;
  const input = { headers: headersOf(message), body: body.toString(), key: KEY };
  const { stdout } = await promisify(execFile)(process.execPath, [...nodeOptions, pathOf(script)], {
    env: { ...process.env, NODE_OPTIONS: "", BENCH_MESSAGE: JSON.stringify(input) },
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}
