import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startOwnPostgres, whyNoPostgres } from "@clustaar/store-suite";
import { describe, expect, it } from "vitest";
import {
  absent,
  dropSchema,
  freshAddress,
} from "../stores/postgres/postgres-world.test-helpers.ts";
import { killEmitter, killPostgres, type Round, share } from "./rounds.ts";

// The same rounds as `pnpm torture`, with fewer deliveries.
const COUNT = 400;

function nothingLost({ accepted, before, missing, duplicates, allowed }: Round): void {
  expect(missing).toBe(0);
  expect(duplicates).toBeLessThanOrEqual(allowed);
  expect(accepted).toBeGreaterThan(0);
  expect(before).toBeLessThan(accepted);
}

describe.concurrent("nothing accepted is lost", { timeout: 240_000 }, () => {
  it("when the emitter on a file is killed in the middle", async () => {
    const folder = mkdtempSync(join(tmpdir(), "clustaar-torture-"));
    try {
      nothingLost(await killEmitter(`file:${join(folder, "hooks.db")}`, COUNT, 0.4, "file"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.skipIf(absent)(
    `when the emitter on PostgreSQL is killed in the middle${absent ? ` (${absent})` : ""}`,
    async () => {
      const { address, schema } = freshAddress();
      try {
        nothingLost(await killEmitter(address, COUNT, 0.4, "postgres"));
      } finally {
        await dropSchema(schema);
      }
    },
  );

  it.skipIf(absent)(
    `when one of two emitters on PostgreSQL is killed, which share the work${absent ? ` (${absent})` : ""}`,
    async () => {
      const { address, schema } = freshAddress();
      try {
        nothingLost(await share(address, COUNT));
      } finally {
        await dropSchema(schema);
      }
    },
  );

  const reason = whyNoPostgres();
  it.skipIf(reason)(
    `when PostgreSQL itself is killed in the middle${reason ? ` (${reason})` : ""}`,
    async () => {
      const server = await startOwnPostgres();
      try {
        nothingLost(await killPostgres(server, COUNT, 0.4));
      } finally {
        await server.dispose();
      }
    },
  );
});
