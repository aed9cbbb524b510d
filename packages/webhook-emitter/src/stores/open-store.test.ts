import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openStore } from "./open-store.ts";

it("opens each kind of store", () => {
  expect(openStore("memory:").kind).toBe("memory");
  expect(openStore("file:hooks.db").kind).toBe("file");
  expect(openStore("FILE:hooks.db").kind).toBe("file");
  expect(openStore("postgres://localhost/hooks").kind).toBe("postgres");
  expect(openStore("postgresql://localhost/hooks").kind).toBe("postgres");
});

it("takes a path and a file URL alike", async () => {
  const folder = mkdtempSync(join(tmpdir(), "clustaar store "));
  const path = join(folder, "hooks.db");
  const host = { now: Date.now, onWork() {}, onError() {} };
  const store = openStore(`file:${path}`);
  await store.open(host);
  await expect(openStore(new URL(`file://${path}`).href).open(host)).rejects.toMatchObject({
    code: "store_locked",
  });
  await store.close();
  rmSync(folder, { recursive: true });
});

it.each([
  ["hooks.db", "without a scheme"],
  ["", "there is no default"],
  [undefined as never, "there is no default"],
  ["mysql://root:s3cret@db/hooks", 'begins with "mysql:"'],
  ["constructor:x", 'begins with "constructor:"'],
  ["file:", "expected a path"],
  ["file://db.example.com/hooks.db", "a file of this machine"],
  ["memory:hooks", "nothing after it"],
  ["postgres://root:s3cret#@db:port/hooks", "cannot be read"],
  ["postgres://localhost/hooks?schema=Robert'); DROP", "schema: expected at most 48"],
  ["postgres://localhost/hooks?connections=none", "connections: expected a whole number"],
])("refuses %j", (url, text) => {
  expect(() => openStore(url)).toThrow(text);
  expect(() => openStore(url)).toThrow(expect.objectContaining({ code: "config_invalid" }));
});

it("never repeats a password", () => {
  for (const url of [
    "mysql://root:s3cret@db/hooks",
    "s3cret",
    "s3cret@host:5432",
    "postgres://u:s3cret#@h:x/d",
  ]) {
    try {
      openStore(url);
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain("s3cret");
    }
  }
});
