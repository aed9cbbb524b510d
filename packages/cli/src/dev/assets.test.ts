import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { loadAssets } from "./assets.ts";

it("loads less than 150 kB before the editor is opened, which is loaded then", async () => {
  const assets = await loadAssets();
  const page = new TextDecoder().decode(assets.get("index.html")?.content);
  const first = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, name]) => name ?? "");
  expect(first.filter((name) => name.endsWith(".js"))).toHaveLength(1);
  expect(first.filter((name) => name.endsWith(".css"))).toHaveLength(1);
  const sizeOf = (name: string) => gzipSync(assets.get(name)?.content ?? "").byteLength;
  const bytes = ["index.html", ...first].reduce((sum, name) => sum + sizeOf(name), 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(150_000);
  const later = [...assets.keys()].filter((name) => name !== "index.html" && !first.includes(name));
  expect(later.some((name) => sizeOf(name) > 50_000)).toBe(true);
});
