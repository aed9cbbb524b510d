import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { emitterStoreContract } from "../../testing/index.ts";
import { claim, message } from "../../testing/store-contract/world.ts";
import { loadSqlite } from "./driver.ts";
import { FileEmitterStore } from "./file-store.ts";

const folders: string[] = [];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "clustaar-store-"));
  folders.push(path);
  return path;
}

afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

async function createWorld() {
  const path = join(folder(), "hooks.db");
  let now = Date.UTC(2026, 10, 26);
  let works = 0;
  const host = {
    now: () => now,
    onWork: () => {
      works++;
    },
    onError: () => {},
  };
  let store = new FileEmitterStore(path);
  await store.open(host);
  return {
    store,
    other: store,
    now: () => now,
    unit: 1000,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    works: () => works,
    reopen: async () => {
      await store.close();
      store = new FileEmitterStore(path);
      await store.open(host);
      return store;
    },
    dispose: () => store.close(),
  };
}

describe("the file store keeps the contract", () => {
  for (const { name, needs, run } of emitterStoreContract(createWorld)) {
    // One process owns it.
    it.skipIf(needs === "shared")(name, run);
  }
});

const host = { now: Date.now, onWork() {}, onError() {} };

/** Opens a file in a process of its own, says so, and keeps it open. */
async function ownedElsewhere(path: string) {
  const source = `
    const { FileEmitterStore } = await import(${JSON.stringify(new URL("./file-store.ts", import.meta.url).href)});
    const store = new FileEmitterStore(${JSON.stringify(path)});
    await store.open({ now: Date.now, onWork() {}, onError() {} });
    console.log("open");
    setInterval(() => {}, 1000);
  `;
  const child = spawn(
    process.execPath,
    ["--conditions=@clustaar/source", "--import=tsx", "--input-type=module", "--eval", source],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(child.stdout, "data");
  return child;
}

describe("one file has one owner", () => {
  it("refuses a second process, naming the first, and is free once that was killed", async () => {
    const path = join(folder(), "hooks.db");
    const child = await ownedElsewhere(path);
    try {
      await expect(new FileEmitterStore(path).open(host)).rejects.toMatchObject({
        code: "store_locked",
        message: expect.stringContaining(`in use by the process ${child.pid};`),
      });
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    const store = new FileEmitterStore(path);
    await store.open(host);
    await store.close();
  });

  it("refuses a file whose log was deleted after its owner was killed, until that is put back or given up", async () => {
    const path = join(folder(), "hooks.db");
    const child = await ownedElsewhere(path);
    child.kill("SIGKILL");
    await once(child, "exit");
    renameSync(`${path}-wal`, `${path}-kept`);
    await expect(new FileEmitterStore(path).open(host)).rejects.toMatchObject({
      code: "store_invalid",
      message: expect.stringContaining(`put it back, or delete ${path}-owner`),
    });
    renameSync(`${path}-kept`, `${path}-wal`);
    const store = new FileEmitterStore(path);
    await store.open(host);
    await store.close();
    // Closing leaves neither behind.
    await store.open(host);
    await store.close();
  });

  it("saves what was accepted when its log is deleted while it runs, and accepts nothing more", async () => {
    const path = join(folder(), "hooks.db");
    const store = new FileEmitterStore(path);
    await store.open(host);
    for (let n = 0; n < 3; n++) await store.publish(message({ now: Date.now }, "a"));
    rmSync(`${path}-wal`);
    const refusal = { code: "store_unavailable", message: expect.stringContaining("was deleted") };
    await expect(store.publish(message({ now: Date.now }, "a"))).rejects.toMatchObject(refusal);
    await expect(store.publish(message({ now: Date.now }, "a"))).rejects.toMatchObject(refusal);
    // As if the process were killed now: the file alone is left.
    const copy = join(folder(), "copy.db");
    copyFileSync(path, copy);
    const again = new FileEmitterStore(copy);
    await again.open(host);
    expect((await again.stats()).waiting).toBeGreaterThanOrEqual(3);
    await again.close();
    // The next process is not refused for the lack of a log, were this one killed.
    expect(existsSync(`${path}-owner`)).toBe(false);
    await store.close();
    await store.open(host);
    expect((await store.stats()).waiting).toBeGreaterThanOrEqual(3);
    await store.close();
  });

  it("refuses a second store of the same process", async () => {
    const path = join(folder(), "hooks.db");
    const store = new FileEmitterStore(path);
    await store.open(host);
    await expect(new FileEmitterStore(path).open(host)).rejects.toMatchObject({
      code: "store_locked",
    });
    await store.publish(message({ now: Date.now }, "a"));
    await store.close();
  });
});

describe("what is no store says so", () => {
  const refusals: [string, (path: string) => void | Promise<void>, string, string][] = [
    [
      "a file that is no database",
      (path) => writeFileSync(path, "hello, I am a text\n".repeat(100)),
      "store_invalid",
      "is not a database",
    ],
    [
      "another program's database",
      async (path) => {
        const db = (await loadSqlite())(path);
        db.exec("CREATE TABLE customers (id)");
        db.close();
      },
      "store_invalid",
      "a database of another program",
    ],
    [
      "a file of a newer version",
      async (path) => {
        const store = new FileEmitterStore(path);
        await store.open(host);
        await store.close();
        const db = (await loadSqlite())(path);
        db.exec("PRAGMA user_version = 99");
        db.close();
      },
      "store_invalid",
      "is of version 99, which is newer",
    ],
    [
      "a folder that is not there",
      (path) => rmSync(join(path, ".."), { recursive: true }),
      "store_unavailable",
      "its folder has to exist",
    ],
    [
      "a folder in its place",
      (path) => void mkdirSync(path),
      "store_unavailable",
      "cannot be opened",
    ],
  ];
  for (const [name, prepare, code, text] of refusals) {
    it(name, async () => {
      const path = join(folder(), "hooks.db");
      await prepare(path);
      await expect(new FileEmitterStore(path).open(host)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(text),
      });
    });
  }

  // Root may write everywhere.
  it.skipIf(process.getuid?.() === 0)("a folder that may only be read", async () => {
    const inside = folder();
    chmodSync(inside, 0o555);
    await expect(new FileEmitterStore(join(inside, "hooks.db")).open(host)).rejects.toMatchObject({
      code: "store_unavailable",
      message: expect.stringMatching(/read-only|allowed to write/),
    });
  });
});

describe("a full disk", () => {
  it("refuses what does not fit, says so, and goes on once there is room", async () => {
    const path = join(folder(), "hooks.db");
    const store = new FileEmitterStore(path, { maxPages: 60 });
    await store.open(host);
    const big = (webhook: string) =>
      message({ now: Date.now }, webhook, { body: new Uint8Array(20_000) });
    const accepted: string[] = [];
    const refused: unknown[] = [];
    for (let n = 0; n < 20; n++) {
      const sent = big(`w${n}`);
      await store.publish(sent).then(
        ({ messageId }) => accepted.push(messageId),
        (error) => refused.push(error),
      );
    }
    expect(accepted.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({
      code: "store_unavailable",
      message: expect.stringContaining("the disk is full"),
    });
    const claims = await claim(store);
    expect(claims.map((one) => one.message.id).sort()).toEqual([...accepted].sort());
    expect(await store.erase(accepted[0] as string)).toBe(true);
    await store.publish(big("again"));
    await store.close();
  });
});

describe("a disk that takes its time", () => {
  /** A store that is open, with a disk that is done when it is told to be. */
  async function onSlowDisk() {
    const waiting: { resolve(): void; reject(error: Error): void }[] = [];
    let free = true;
    const sync = () => {
      if (free) return Promise.resolve();
      return new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
    };
    const store = new FileEmitterStore(join(folder(), "hooks.db"), { sync });
    await store.open(host);
    const next = async () => {
      while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
      return waiting.shift() as (typeof waiting)[number];
    };
    return {
      store,
      next,
      /** How many are being waited for. */
      syncs: () => waiting.length,
      be: (state: "slow" | "fast") => {
        free = state === "fast";
      },
    };
  }

  it("accepts nothing before it is on disk, and gives nothing of it to be sent", async () => {
    const { store, next, be } = await onSlowDisk();
    be("slow");
    let accepted = false;
    const published = store.publish(message({ now: Date.now }, "a")).then(() => {
      accepted = true;
    });
    const disk = await next();
    expect((await store.list({}, { limit: 10 })).items).toHaveLength(1);
    expect(await claim(store)).toEqual([]);
    expect(accepted).toBe(false);
    disk.resolve();
    await published;
    expect(await claim(store)).toHaveLength(1);
    be("fast");
    await store.close();
  });

  it("keeps back what the file has already when a webhook's window is filled up from it", async () => {
    const { store, next, be } = await onSlowDisk();
    const some = message({ now: Date.now }, "a");
    const all = Array.from({ length: 300 }, (_, n) => ({
      ...some,
      id: `m${n}`,
      deliveries: [{ id: `d${n}`, webhookId: "a", group: null }],
    }));
    const ready = all.slice(0, 290);
    await Promise.all(ready.map((one) => store.publish(one)));
    be("slow");
    const late = Promise.all(all.slice(290).map((one) => store.publish(one)));
    const disk = await next();
    const limits = { limit: 500, concurrency: () => 500 };
    const before = [...(await claim(store, limits)), ...(await claim(store, limits))];
    expect(before.map(({ message: { id } }) => id)).toEqual(ready.map(({ id }) => id));
    disk.resolve();
    await late;
    expect(await claim(store, limits)).toHaveLength(10);
    be("fast");
    await store.close();
  });

  it("writes what comes meanwhile together", async () => {
    const { store, next, syncs, be } = await onSlowDisk();
    be("slow");
    const first = store.publish(message({ now: Date.now }, "a"));
    const disk = await next();
    const others = Promise.all(
      Array.from({ length: 50 }, () => store.publish(message({ now: Date.now }, "a"))),
    );
    disk.resolve();
    await first;
    (await next()).resolve();
    await others;
    expect(syncs()).toBe(0);
    be("fast");
    await store.close();
  });

  it("a claim that is given back while its webhook is deleted is not there again", async () => {
    const { store, next, be } = await onSlowDisk();
    await store.publish(message({ now: Date.now }, "a"));
    const [one] = await claim(store);
    be("slow");
    const cancelled = store.cancel("a", "cancelled", "a test");
    const disk = await next();
    const released = store.release([one?.token ?? ""]);
    be("fast");
    disk.resolve();
    expect(await cancelled).toBe(1);
    await released;
    expect(await claim(store)).toEqual([]);
    expect(await store.stats()).toMatchObject({ waiting: 0, inFlight: 0 });
    await store.close();
  });

  it("is waited for when the store closes", async () => {
    const { store, next, be } = await onSlowDisk();
    be("slow");
    const order: string[] = [];
    const published = store
      .publish(message({ now: Date.now }, "a"))
      .then(() => order.push("published"));
    const disk = await next();
    const closed = store.close().then(() => order.push("closed"));
    disk.resolve();
    await Promise.all([published, closed]);
    expect(order).toEqual(["published", "closed"]);
  });

  it("that fails is heard by everybody, until the file is opened again", async () => {
    const { store, next, be } = await onSlowDisk();
    be("slow");
    const first = store.publish(message({ now: Date.now }, "a"));
    const disk = await next();
    const second = store.publish(message({ now: Date.now }, "a"));
    be("fast");
    disk.reject(new Error("EIO: i/o error, fdatasync"));
    const refusal = {
      code: "store_unavailable",
      message: expect.stringContaining("could not be brought to the disk (EIO: i/o error"),
    };
    await expect(first).rejects.toMatchObject(refusal);
    await expect(second).rejects.toMatchObject(refusal);
    await expect(store.publish(message({ now: Date.now }, "a"))).rejects.toMatchObject(refusal);
    await store.close();
    const again = new FileEmitterStore(store.path);
    await again.open(host);
    await again.publish(message({ now: Date.now }, "a"));
    await again.close();
  });
});

describe("what is in the file", () => {
  it("holds a body once, however many webhooks get it", async () => {
    const path = join(folder(), "hooks.db");
    const store = new FileEmitterStore(path);
    await store.open(host);
    const body = new Uint8Array(100_000).fill(120);
    const webhooks = Array.from({ length: 50 }, (_, n) => `w${n}`);
    await store.publish(message({ now: Date.now }, webhooks, { body }));
    await store.close();
    expect(readFileSync(path).byteLength).toBeLessThan(300_000);
  });

  it("one that fails takes nothing with it that was written in the same turn", async () => {
    const store = new FileEmitterStore(join(folder(), "hooks.db"));
    await store.open(host);
    const [one, two] = [message({ now: Date.now }, "a"), message({ now: Date.now }, "b")];
    const results = await Promise.allSettled([
      store.publish(one),
      store.publish({ ...two, id: one.id }),
      store.publish(two),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await store.list({}, { limit: 10 })).items).toHaveLength(2);
    await store.close();
  });

  it("claims one after the other from twenty thousand, in order, few of them in memory", async () => {
    const store = new FileEmitterStore(join(folder(), "hooks.db"));
    await store.open(host);
    const some = message({ now: Date.now }, "a");
    for (let start = 0; start < 20_000; start += 5000) {
      await Promise.all(
        Array.from({ length: 5000 }, (_, n) =>
          store.publish({
            ...some,
            id: `m${start + n}`,
            deliveries: [{ id: `d${start + n}`, webhookId: "a", group: null }],
          }),
        ),
      );
    }
    for (let n = 0; n < 1000; n += 10) {
      const claims = await claim(store, { limit: 10, concurrency: () => 10 });
      expect(claims.map(({ deliveryId }) => deliveryId)).toEqual(
        Array.from({ length: 10 }, (_, k) => `d${n + k}`),
      );
      await store.settle(claims.map(({ token }) => ({ token, next: { state: "delivered" } })));
    }
    expect((await store.stats()).waiting).toBe(19_000);
    await store.close();
  });

  it("retries and what is new do not keep each other waiting", async () => {
    let now = Date.now();
    const store = new FileEmitterStore(join(folder(), "hooks.db"));
    await store.open({ ...host, now: () => now });
    await store.publish(message({ now: () => now }, "a"));
    const [first] = await claim(store);
    const at = now + 1000;
    await store.settle([{ token: first?.token ?? "", next: { state: "waiting", at } }]);
    await Promise.all(
      Array.from({ length: 1000 }, () => store.publish(message({ now: () => now }, "a"))),
    );
    now += 2000;
    for (let round = 0; ; round++) {
      expect(round).toBeLessThan(400);
      const [next] = await claim(store, { limit: 1 });
      await store.publish(message({ now: () => now }, "a"));
      await store.settle([{ token: next?.token ?? "", next: { state: "delivered" } }]);
      if (next?.deliveryId === first?.deliveryId) break;
    }
    await store.close();
  });

  it("opening a file with a paused webhook asks nobody to claim before it is open", async () => {
    const path = join(folder(), "hooks.db");
    const store = new FileEmitterStore(path);
    await store.open(host);
    await store.updateState("a", (state) => ({ ...state, status: "paused" }));
    await store.close();
    const again = new FileEmitterStore(path);
    const claims: Promise<unknown>[] = [];
    await again.open({ ...host, onWork: () => void claims.push(claim(again)) });
    await expect(Promise.all(claims)).resolves.toBeDefined();
    await again.close();
  });

  it("a clock that is set back keeps nothing waiting that was accepted", async () => {
    let now = Date.now();
    const path = join(folder(), "hooks.db");
    const store = new FileEmitterStore(path);
    await store.open({ ...host, now: () => now });
    await store.publish(message({ now: () => now }, "a"));
    await store.close();
    now -= 86_400_000;
    const again = new FileEmitterStore(path);
    await again.open({ ...host, now: () => now });
    expect(await claim(again)).toHaveLength(1);
    await again.close();
  });
});
