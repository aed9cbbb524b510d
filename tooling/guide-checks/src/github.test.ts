import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { repositoryFiles, root } from "./repository.ts";

const files = repositoryFiles();
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

interface Workflow {
  on: unknown;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}
interface Job {
  "timeout-minutes"?: number;
  uses?: string;
  needs?: string;
  permissions?: Record<string, string>;
  strategy?: { matrix: { node: unknown[] } };
  services?: Record<string, { image: string; ports: string[] }>;
  steps?: { run?: string; uses?: string; env?: Record<string, string> }[];
}
const workflow = (name: string): Workflow => parse(read(`.github/workflows/${name}.yml`));

describe("the CI workflow", () => {
  const { check } = workflow("ci").jobs;

  it("runs what a contributor runs, on the oldest Node.js that is promised and on the current one", () => {
    const { engines } = JSON.parse(read("package.json")) as { engines: { node: string } };
    expect(check?.steps?.map(({ run }) => run).filter(Boolean)).toEqual([".ci/run"]);
    expect(check?.strategy?.matrix.node.map(String)).toEqual([
      engines.node.replace(">=", ""),
      expect.stringMatching(/^\d\d$/),
    ]);
    expect(check?.["timeout-minutes"]).toBe(30);
  });

  it("offers PostgreSQL and Redis where tests look for them", () => {
    const ports = Object.entries(check?.services ?? {}).map(([name, { ports }]) => [
      name,
      ...ports,
    ]);
    expect(ports).toEqual([
      ["postgres", "5432:5432"],
      ["redis", "6379:6379"],
    ]);
  });
});

describe("the release workflow", () => {
  const { check, release } = workflow("release").jobs;

  it("publishes with provenance, and only what passed", () => {
    expect(check?.uses).toBe("./.github/workflows/ci.yml");
    expect(release?.needs).toBe("check");
    expect(release?.permissions?.["id-token"]).toBe("write");
    expect(release?.steps?.at(-1)?.env?.PNPM_CONFIG_PROVENANCE).toBe("true");
  });
});

describe("every workflow", () => {
  const names = readdirSync(join(root, ".github/workflows"));

  it.each(names)("%s may only read unless a job says otherwise", (name) => {
    expect(parse(read(`.github/workflows/${name}`)).permissions).toEqual({ contents: "read" });
  });

  it.each(names)("%s calls scripts that are there", (name) => {
    const called = [...read(`.github/workflows/${name}`).matchAll(/pnpm@12 (?<script>[\w:]+)/g)];
    const missing = called
      .map(({ groups }) => groups?.script ?? "")
      .filter((script) => !["install", "exec"].includes(script) && !(script in scripts));
    expect(missing).toEqual([]);
  });
});

describe("the issue forms", () => {
  const forms = files.filter((file) => /^\.github\/ISSUE_TEMPLATE\/(?!config)/.test(file));

  it("are there for bugs and for features", () => {
    expect(forms.sort()).toEqual([
      ".github/ISSUE_TEMPLATE/bug.yml",
      ".github/ISSUE_TEMPLATE/feature.yml",
    ]);
  });

  it.each(forms)("%s is one that GitHub shows: a broken form vanishes without a word", (file) => {
    const form = parse(read(file));
    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
    for (const { type, id, attributes } of form.body) {
      expect(["markdown", "input", "textarea", "dropdown", "checkboxes"]).toContain(type);
      if (type === "markdown") expect(attributes.value).toEqual(expect.any(String));
      else expect([id, attributes.label]).toEqual([expect.any(String), expect.any(String)]);
    }
  });

  it("let a bug be reported for every package that is published", () => {
    const published = files
      .filter((file) => /^packages\/[^/]+\/package\.json$/.test(file))
      .map((file) => JSON.parse(read(file)) as { name: string; private?: boolean })
      .filter((manifest) => !manifest.private)
      .map(({ name }) => name);
    const form = parse(read(".github/ISSUE_TEMPLATE/bug.yml"));
    const dropdown = form.body.find(({ id }: { id?: string }) => id === "package");
    expect([...dropdown.attributes.options].sort()).toEqual(published.sort());
  });
});

describe("CODEOWNERS", () => {
  const patterns = read(".github/CODEOWNERS")
    .split("\n")
    .filter((line) => line.startsWith("/"))
    .map((line) => line.split(/\s+/)[0] ?? "");

  it.each(patterns)("names a place that is there: %s", (pattern) => {
    const expression = pattern
      .slice(1)
      .split("*")
      .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"))
      .join("[^/]*");
    expect(files.filter((file) => new RegExp(`^${expression}`).test(file))).not.toEqual([]);
  });
});

describe("the git hooks", () => {
  it("call scripts that are there, and are switched on by one of them", () => {
    expect(scripts.hooks).toBe("git config core.hooksPath .githooks");
    expect(read(".githooks/pre-push")).toContain("check:changed");
    expect(scripts["check:changed"]).toBe("tsx tooling/check-changed.ts");
  });

  it("install nothing by themselves: a fresh clone and CI have none", () => {
    expect(Object.keys(scripts)).not.toContain("prepare");
    expect(Object.keys(scripts)).not.toContain("postinstall");
  });
});
