import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkImports } from "./templates.ts";

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "template-"));
});
afterEach(() => rmSync(path, { recursive: true }));

const project = (source: string, dependencies: Record<string, string>) => {
  writeFileSync(join(path, "server.ts"), source);
  const scripts = { dev: "clustaar dev", types: "tsc" };
  return { host: "x", path, manifest: { name: "x", version: "0.0.0", scripts, dependencies } };
};
const source = `import { createServer } from "node:http";
import type { Express } from "express";
import { Webhook } from "@clustaar/webhook-core/testing";
import webhook from "./webhook.ts";
const later = import("hono");
`;
const all = { express: "5", hono: "4", "@clustaar/webhook-core": "1", "@clustaar/cli": "1" };

it("is content with a template that declares what it imports and runs", () => {
  expect(checkImports(project(source, { ...all, typescript: "6" }))).toBe("5 packages");
});

it.each([
  ["express", "an import of types"],
  ["hono", "a late import"],
  ["@clustaar/webhook-core", "an import of a subpath"],
  ["@clustaar/cli", "a program that its package has under another name"],
])("misses %s: %s", (name) => {
  const { [name as keyof typeof all]: _, ...others } = { ...all };
  expect(() => checkImports(project(source, { ...others, typescript: "6" }))).toThrow(
    `expected it to declare ${name}`,
  );
});
