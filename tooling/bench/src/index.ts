import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { inProcessTable, serversTable } from "./adapters/index.ts";
import { withTables } from "./benchmarks-file.ts";
import { coldTable } from "./cold/index.ts";
import { emitterTable, growthTables } from "./emitter/index.ts";
import { hostTable } from "./host.ts";
import { machine } from "./machine.ts";
import { mappingTable } from "./mapping/index.ts";
import { peersTable } from "./peers.ts";
import { receiveTable } from "./receive.ts";
import { routesTable } from "./routes.ts";
import { startTable } from "./start.ts";
import { markdown, type Table } from "./table.ts";
import { worst } from "./worst/index.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: "boolean" },
    quick: { type: "boolean" },
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});

const effort = values.quick
  ? { rounds: 20, slice: 5, launches: 1, served: 4, cold: 3 }
  : { rounds: 200, slice: 5, launches: 3, served: 15, cold: 15 };

const served = { launches: effort.launches, rounds: effort.served, slice: 200 };
/** What can be named on the command line; all of them when nothing is. */
const subjects: Readonly<Record<string, readonly (() => Promise<Table>)[]>> = {
  receive: [() => receiveTable(effort)],
  routes: [() => routesTable(effort)],
  host: [() => hostTable(effort)],
  mapping: [() => mappingTable({ rounds: effort.cold })],
  peers: [() => peersTable(effort)],
  adapters: [() => serversTable(served), () => inProcessTable(effort)],
  cold: [() => coldTable({ rounds: effort.cold })],
  start: [() => startTable({ rounds: effort.cold })],
  worst: [worstTable],
  emitter: [
    () => emitterTable(values.quick ? { rounds: 3, count: 2000 } : { rounds: 9, count: 5000 }),
    ...lazily(() =>
      growthTables(
        values.quick
          ? { webhooks: [10, 1000], waiting: [1000, 50_000], rounds: 5, count: 40 }
          : {
              webhooks: [10, 1000, 10_000],
              waiting: [1000, 100_000, 1_000_000],
              rounds: 15,
              count: 60,
            },
      ),
    ),
  ],
};

/** Two tables of one measurement. */
function lazily(measure: () => Promise<Table[]>): (() => Promise<Table>)[] {
  let tables: Promise<Table[]> | undefined;
  const table = (at: number) => async () => {
    tables ??= measure();
    return (await tables)[at] as Table;
  };
  return [table(0), table(1)];
}

/** The search for the bodies that cost most; past four times a bound the command fails, since a slow machine takes twice as long. */
async function worstTable(): Promise<Table> {
  const { table, times } = await worst({
    seconds: Number(values.seconds),
    seed: Number(values.seed),
  });
  if (times > 4) {
    console.error(`A body costs ${times.toFixed(1)} times its bound; at most 4 times are allowed.`);
    process.exitCode = 1;
  }
  return table;
}

const names = positionals.length > 0 ? positionals : Object.keys(subjects);
const unknown = names.find((name) => subjects[name] === undefined);
if (unknown !== undefined) {
  console.error(
    "usage: pnpm bench [--quick] [receive] [routes] [host] [mapping] [peers] [adapters] [cold] [start]",
  );
  console.error(
    "       pnpm bench emitter [--quick]    deliveries through each store, and how they grow",
  );
  console.error("       pnpm bench worst [--seconds 60] [--seed NUMBER]");
  console.error("       pnpm bench --write [NAME...]    keeps in BENCHMARKS.md what was measured");
  process.exit(2);
}

const written: string[] = [];
console.log(`${machine()}\n`);
for (const name of names) {
  for (const run of subjects[name] ?? []) {
    const text = markdown(await run());
    written.push(text);
    console.log(text);
  }
}

if (values.write) {
  const file = fileURLToPath(new URL("../../../BENCHMARKS.md", import.meta.url));
  const intro = [
    "# Benchmarks",
    "",
    "Written by `pnpm bench --write`, all of it or the tables that it was given the names of; `pnpm bench` prints the same without keeping it (`--quick` for a rough look). Contestants take turns in short slices, in an order shuffled for every round; times are medians over the rounds, ratios medians of the rounds' own ratios, so that a busy machine disturbs both sides alike. In process it is CPU time that counts, the collector's and the compiler's threads included. What is measured is the built packages.",
    "",
    machine(),
    "",
  ].join("\n");
  writeFileSync(file, withTables(readFileSync(file, "utf8"), intro, written));
  console.log("Kept in BENCHMARKS.md");
}
