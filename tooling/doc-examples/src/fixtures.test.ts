import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

interface TestResult {
  title: string;
  status: string;
  message: string;
}

const fixtures = fileURLToPath(new URL("../fixtures", import.meta.url));
let results: Record<string, TestResult[]> = {};

beforeAll(async () => {
  const vitest = join(
    dirname(createRequire(import.meta.url).resolve("vitest/package.json")),
    "vitest.mjs",
  );
  const output = await new Promise<string>((resolve) => {
    // It exits 1, as `bad` fails: what it printed is what counts.
    execFile(
      process.execPath,
      [vitest, "run", "--root", fixtures, "--reporter", "json"],
      { env: { ...process.env, NODE_OPTIONS: "" }, maxBuffer: 1 << 26 },
      (_error, stdout) => resolve(stdout),
    );
  });
  const report: {
    testResults: {
      name: string;
      assertionResults: { title: string; status: string; failureMessages: string[] }[];
    }[];
  } = JSON.parse(output.slice(output.indexOf("{")));
  results = Object.fromEntries(
    report.testResults.map((file) => [
      basename(dirname(dirname(file.name))),
      file.assertionResults.map(({ title, status, failureMessages }) => ({
        title,
        status,
        message: failureMessages.join("\n"),
      })),
    ]),
  );
  // It starts a Vitest of its own, which a busy machine may keep waiting.
}, 300_000);

const FIELDS = "are not needed on a type: each field has its own line, which the hover shows";
const find = (title: string) => results.bad?.find((result) => result.title === title);

describe("a package with good examples", () => {
  it("passes, one test an example", () => {
    expect(results.good?.map(({ title, status }) => `${status} ${title}`)).toEqual([
      "passed can be found",
      "passed README.md:6",
      "passed README.md:23",
      "passed README.md:34",
      "passed README.md:49",
      "passed README.md:61",
      "passed README.md:78",
      "passed src/double.ts:9",
      "passed src/double.ts:21",
      "passed stand in the docstring of every export",
      "passed are not needed on a type: each field has its own line, which the hover shows",
    ]);
  });

  it("leaves no file behind", () => {
    expect(existsSync(join(fixtures, "good/.readme-examples"))).toBe(false);
  });
});

describe("a package without a README", () => {
  it("fails", () => {
    expect(results.bare?.find(({ title }) => title === "can be found")).toEqual({
      title: "can be found",
      status: "failed",
      message: expect.stringContaining("README.md is missing"),
    });
  });
});

describe("a package with bad examples", () => {
  it("fails in every test", () => {
    expect(results.bad?.filter(({ status }) => status !== "failed")).toEqual([
      expect.objectContaining({ title: "README.md:57" }), // runs all the same; its info string is told apart
    ]);
  });

  it.each([
    ["README.md:6", "README.md:8: expected `3`, got `1`"],
    ["README.md:14", "README.md:14: the example throws TypeError: on purpose"],
    ["README.md:20", "README.md:22: Type 'number' is not assignable to type 'string'. (TS2322)"],
    ["README.md:29", "has no exported member 'two'. (TS2305)"],
    ["README.md:37", 'README.md:38: expected `"reached"`, but this line never ran'],
    ["README.md:45", "README.md:45: expected `\"sha1=...\"`, got `'md5=01'`"],
    ["src/index.ts:6", "src/index.ts:8: expected `2`, got `1`"],
    ["README.md:64", "README.md:64: expected `2`, got `1`"],
    ["README.md:72", "README.md:77: Cannot find name 'secret'. (TS2304)"],
    ["can be found", "README.md:50: a `js` fence is not executed"],
    ["can be found", "got `ts norun`"],
    ["can be found", "src/index.ts:27: this @example has no ```ts fence"],
    ["stand in the docstring of every export", "src/index.ts:16 withoutExample: no @example"],
    ["stand in the docstring of every export", "src/index.ts:18 WithoutDocstring: no docstring"],
    ["stand in the docstring of every export", "src/index.ts:20 UndocumentedType: no docstring"],
    [FIELDS, "UndocumentedType.a: no line that says what it means"],
    [FIELDS, "SilentClass.b: no line that says what it means"],
    [FIELDS, "index.ts:47 WithExample: an example on a type"],
    [FIELDS, "expected an entry to export HiddenOptions, which takesOptions takes"],
  ])("%s says %s", (title, message) => {
    expect(find(title)?.status).toBe("failed");
    expect(find(title)?.message).toContain(message);
  });
});
