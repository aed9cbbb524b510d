import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { triggers } from "./index.ts";

it.each(["../README.md", "../../../docs/preservica.md"])("%s names every trigger", (path) => {
  const text = readFileSync(new URL(path, import.meta.url), "utf8");
  for (const [name, wire] of Object.entries(triggers)) {
    expect(text).toContain(`| \`${name}\` | \`${wire}\` |`);
  }
});
