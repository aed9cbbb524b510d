import { readFileSync } from "node:fs";
import { join } from "node:path";
import { schemas } from "@clustaar/schemas";
import { describe, expect, it } from "vitest";
import { repositoryFiles, root } from "./repository.ts";

interface Manifest {
  name: string;
  private?: boolean;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** Each package with its README, without what readers do not see. */
const packages = repositoryFiles()
  .filter((file) => /^packages\/[^/]+\/package\.json$/.test(file))
  .map((file) => {
    const manifest: Manifest = JSON.parse(readFileSync(join(root, file), "utf8"));
    const path = join(root, file, "../README.md");
    const text = readFileSync(path, "utf8").replace(/<!--[\s\S]*?-->/g, "");
    return { name: manifest.name, manifest, text };
  });

it("the root README counts the schemas that there are", () => {
  const text = readFileSync(join(root, "README.md"), "utf8");
  // Any action is one of the others.
  const names = Object.keys(schemas).filter((name) => name !== "action");
  expect(/(\d+) wire schemas/.exec(text)?.[1]).toBe(String(names.length));
});

/** The text below a heading, up to the next one of its level. */
function section(text: string, heading: string): string {
  return text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
}

describe("the README of", () => {
  it.each(packages)("$name says why each dependency is there", ({ manifest, text }) => {
    const lines = section(text, "Dependencies");
    const { dependencies = {}, peerDependencies = {} } = manifest;
    const named = Object.keys({ ...dependencies, ...peerDependencies });
    expect(named.filter((name) => !lines.includes(`\`${name}\``))).toEqual([]);
  });

  it.each(packages.filter(({ manifest }) => !manifest.private))(
    "$name begins with the line that installs it, and makes a module of what imports it",
    ({ name, text }) => {
      const first = /^```sh\n(?<code>[\s\S]*?)^```/m.exec(text)?.groups?.code ?? "";
      // npm adds the `create-` of an initializer by itself.
      expect(first).toContain(name.replace(/^create-/, "npm create "));
      if (first.includes("npm install")) expect(first).toContain("npm pkg set type=module");
    },
  );

  it.each(packages.filter(({ name }) => name.includes("/adapter-")))(
    "$name says how its host shuts down",
    ({ text }) => {
      expect(text).toContain("SIGTERM");
      expect(text).toContain("webhook.idle({ deadline: 10_000 })");
    },
  );
});
