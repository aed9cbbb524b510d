import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startOwnPostgres, whyNoPostgres } from "@clustaar/store-suite";
import { absent, databaseUrl, dropSchema } from "../stores/postgres/postgres-world.test-helpers.ts";
import {
  besideASlowOne,
  killEmitter,
  killPostgres,
  LEASE,
  type Round,
  secondOwner,
  share,
} from "./rounds.ts";

/**
 * Tries to lose deliveries: kills the emitter, and PostgreSQL, in the middle of what was accepted, and counts what came. Ends
 * with 1 when anything accepted is missing, or came twice without having been in flight.
 */
const { values } = parseArgs({
  options: {
    count: { type: "string", default: "5000" },
    rounds: { type: "string", default: "5" },
  },
});
const count = Number(values.count);
const rounds = Number(values.rounds);
let failures = 0;

function report(round: Round, more = ""): void {
  const { what, accepted, before, missing, duplicates, allowed, opened, first, drained } = round;
  const bad = missing > 0 || duplicates > allowed;
  if (bad) failures++;
  console.log(
    `${bad ? "LOST" : "ok  "} ${what.padEnd(36)} accepted ${accepted}, delivered before ${before}, missing ${missing}, ` +
      `twice ${duplicates} (at most ${allowed}), open after ${opened.toFixed(0)} ms, first request after ${first.toFixed(0)} ms, ` +
      `all delivered after ${(drained / 1000).toFixed(1)} s${more}`,
  );
}

/** Nine webhooks beside a slow one: 20 messages each, in 1.5 s. */
async function isolation(kind: string, store: string): Promise<void> {
  const time = await besideASlowOne(store, 200);
  const late = time > 1500;
  if (late) failures++;
  console.log(
    `${late ? "LATE" : "ok  "} ${`${kind}: nine beside one of 2 s`.padEnd(36)} all of the nine delivered after ${time.toFixed(0)} ms (at most 1500)`,
  );
}

/** Does something with a schema of its own. */
async function withSchema(name: string, work: (address: string) => Promise<void>): Promise<void> {
  const schema = `torture_${process.pid}_${name}`;
  const url = new URL(databaseUrl);
  url.searchParams.set("schema", schema);
  try {
    await work(url.href);
  } finally {
    await dropSchema(schema);
  }
}

await isolation("memory", "memory:");
const folder = mkdtempSync(join(tmpdir(), "clustaar-torture-"));
try {
  for (let n = 1; n <= rounds; n++) {
    const store = `file:${join(folder, `hooks${n}.db`)}`;
    const round = await killEmitter(
      store,
      count,
      n / (rounds + 1),
      `file: emitter kill -9, round ${n}`,
    );
    report(round);
    if (round.first > 2000) {
      failures++;
      console.log(
        `LATE the file took ${round.first.toFixed(0)} ms to go on; at most 2000 are allowed`,
      );
    }
  }
  await isolation("file", `file:${join(folder, "slow.db")}`);
  const { pid, refusal } = await secondOwner(`file:${join(folder, "owned.db")}`);
  const refused = refusal.includes("store_locked") && refusal.includes(`process ${pid};`);
  if (!refused) failures++;
  console.log(`${refused ? "ok  " : "LOST"} file: two processes                   ${refusal}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

if (absent) {
  console.log(`skipped: ${absent}`);
} else {
  for (let n = 1; n <= rounds; n++) {
    await withSchema(String(n), async (address) => {
      const what = `postgres: emitter kill -9, round ${n}`;
      const round = await killEmitter(address, count, n / (rounds + 1), what);
      report(round, `, lease ${LEASE / 1000} s`);
    });
  }
  await withSchema("slow", (address) => isolation("postgres", address));
  await withSchema("shared", async (address) => {
    const round = await share(address, count);
    report(round, `, requests: ${round.shares}`);
  });
}

const reason = whyNoPostgres();
if (reason !== undefined) {
  console.log(`skipped: ${reason}, to make a server that may be killed`);
} else {
  const server = await startOwnPostgres();
  try {
    for (let n = 1; n <= Math.min(rounds, 3); n++) {
      report(await killPostgres(server, count, n / 4));
    }
  } finally {
    await server.dispose();
  }
}

console.log(failures === 0 ? "Nothing accepted was lost." : `${failures} rounds failed.`);
process.exitCode = failures === 0 ? 0 : 1;
