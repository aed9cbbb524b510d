import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { median, shuffle } from "../measure.ts";
import { type Message, messages } from "../messages.ts";
import { micros, type Table } from "../table.ts";

/** How a message is mapped: the option of Node that makes it so, and in words. */
const variants = {
  generated: [],
  interpreted: ["--disallow-code-generation-from-strings"],
} as const;
export type Variant = keyof typeof variants;

/** What the generated code of `packages/schemas/src/internal/compile.ts` brings. */
export async function mappingTable({ rounds }: { readonly rounds: number }): Promise<Table> {
  const rows: string[][] = [];
  for (const message of Object.values(messages)) {
    const times: Record<Variant, number[]> = { generated: [], interpreted: [] };
    for (let round = 0; round < rounds; round++) {
      for (const variant of shuffle<Variant>(["generated", "interpreted"])) {
        times[variant].push((await mapOnce(variant, message)).micros);
      }
    }
    const [generated, interpreted] = [median(times.generated), median(times.interpreted)];
    const ratio = (interpreted / generated).toFixed(2);
    rows.push([message.name, micros(generated), micros(interpreted), ratio]);
  }
  return {
    title: "Mapping by generated code",
    note: "`schemas.webhook_request.decode` and `encode`, without a check: by code that is generated from the table of fields once, and by going through the table for each message, as where code generation is forbidden. Each time in a fresh process; medians.",
    head: ["message", "generated, us", "interpreted, us", "ratio"],
    rows,
  };
}

/** Maps a message for a while in a process of its own; gives the microseconds it takes, and whether it came out as it went in. */
export async function mapOnce(
  variant: Variant,
  { body }: Message,
  milliseconds = 300,
  nodeOptions: readonly string[] = [],
): Promise<{ micros: number; same: boolean }> {
  const path = fileURLToPath(new URL("./map.mjs", import.meta.url));
  const input = JSON.stringify({ body: body.toString(), milliseconds });
  const options = [...nodeOptions, ...variants[variant]];
  const { stdout } = await promisify(execFile)(process.execPath, [...options, path], {
    env: { ...process.env, NODE_OPTIONS: "", BENCH_MAPPING: input },
  });
  return JSON.parse(stdout);
}
