import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { attempt, claim, message } from "../../testing/store-contract/world.ts";
import { FileCopy } from "./file-copy.ts";
import { FileEmitterStore } from "./file-store.ts";

const host = { now: Date.now, onWork() {}, onError() {} };
const folders: string[] = [];

function fileOf(): string {
  const path = mkdtempSync(join(tmpdir(), "clustaar-store-"));
  folders.push(path);
  return join(path, "hooks.db");
}

afterEach(() => {
  vi.unstubAllEnvs();
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

const page = { limit: 500 };

/** Asks until the copy has been made again. */
async function until<T>(read: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (isSo(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("a copy of a store that another process owns", () => {
  it("shows what is there, then what came later, and takes no lock", async () => {
    const path = fileOf();
    const owner = new FileEmitterStore(path);
    await owner.open(host);
    await owner.publish(message({ now: Date.now }, "a"));
    const copy = new FileCopy(path);
    await copy.open(host);
    expect((await copy.list({}, page)).items).toMatchObject([{ state: "waiting" }]);
    await owner.publish(message({ now: Date.now }, "b"));
    const { items } = await until(
      () => copy.list({}, page),
      (all) => all.items.length === 2,
    );
    expect(items[0]).toMatchObject({ webhookId: "b", state: "waiting" });
    expect(await copy.delivery(items[1]?.id ?? "")).toMatchObject({ attempts: [] });
    expect(await copy.stats()).toMatchObject({ waiting: 2 });
    await copy.close();
    await owner.close();
  });

  it("is whole while the owner writes and empties its log", async () => {
    const path = fileOf();
    const owner = new FileEmitterStore(path);
    await owner.open(host);
    const world = { now: Date.now };
    let published = 0;
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        const sent = message(world, "a", { body: new Uint8Array(100_000) });
        await owner.publish(sent);
        published++;
        const outcomes = (await claim(owner)).map(({ token }) => ({
          token,
          attempt: attempt(world),
          next: { state: "delivered" } as const,
        }));
        await owner.settle(outcomes);
        if (published % 20 === 0) await owner.expire(10);
      }
    })();
    for (let n = 0; n < 15; n++) {
      const least = published;
      const copy = new FileCopy(path);
      await copy.open(host);
      let [count, cursor] = [0, undefined as string | undefined];
      do {
        const { items, cursor: next } = await copy.list({}, { ...page, cursor });
        count += items.length;
        cursor = next ?? undefined;
      } while (cursor !== undefined);
      expect(count).toBeGreaterThanOrEqual(least);
      expect(count).toBeLessThanOrEqual(published + 1);
      await copy.close();
    }
    isOver = true;
    await writing;
    await owner.close();
  });

  it("changes nothing, makes no file, and leaves nothing behind", async () => {
    const path = fileOf();
    const temporary = dirname(fileOf());
    vi.stubEnv("TMPDIR", temporary);
    const copy = new FileCopy(path);
    await copy.open(host);
    expect((await copy.list({}, page)).items).toEqual([]);
    await expect(copy.redeliver()).rejects.toMatchObject({ code: "store_unavailable" });
    await expect(copy.publish()).rejects.toThrow("only looked at here");
    // Windows removes no file that is open.
    if (process.platform !== "win32") expect(readdirSync(temporary)).toEqual([]);
    await copy.close();
    expect(existsSync(path)).toBe(false);
  });
});
