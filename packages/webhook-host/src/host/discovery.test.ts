import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createHost, definePlugin, type HostOptions } from "../index.ts";
import { hostRequest } from "../testing.ts";

let folder: string;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "discovery-"));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string | object): void {
  const path = join(folder, file);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, typeof text === "string" ? text : JSON.stringify(text));
}

/** A package with a plugin that needs no import: what `definePlugin` makes carries this symbol. */
function install(name: string, webhooks: unknown, files: Record<string, string> = {}): void {
  write(`node_modules/${name}/package.json`, { name, type: "module", clustaar: { webhooks } });
  for (const [file, text] of Object.entries(files)) write(`node_modules/${name}/${file}`, text);
}

const plugin = (name: string, text = name) =>
  `export default { name: "${name}", setup: ({ route }) => route("/${name}", ({ render }) => "${text}"), [Symbol.for("@clustaar/webhook-host/plugin")]: true };`;

function host(options: HostOptions = {}) {
  const add = (line: string) => void lines.push(line);
  const log = { debug: add, info: add, warn: add, error: add };
  return createHost({ discover: folder, log, env: {}, ...options });
}

it("finds the plugins of direct dependencies, and imports only those that are loaded", async () => {
  write("package.json", { dependencies: { alpha: "1", "@team/beta": "1", plain: "1", gone: "1" } });
  install("alpha", { alpha: "./a.js" }, { "a.js": plugin("alpha"), "templates/x.mustache": "" });
  install("@team/beta", { beta: "./b.js" }, { "b.js": 'throw new Error("was imported");' });
  install("plain", undefined);
  install("indirect", { indirect: "./i.js" }, { "i.js": plugin("indirect") });
  const running = await host({ disabled: ["beta"] });
  expect(running.plugins).toEqual([
    { name: "beta", decision: "denied", reason: "disabled names it" },
    { name: "alpha", decision: "loaded", reason: "enabled is true: all are" },
  ]);
  expect((await running.handle(hostRequest("GET", "/alpha"))).body).toBe("alpha");
  expect(lines).toEqual([
    'plugin "beta" (the package @team/beta): denied: disabled names it',
    'plugin "alpha" (the package alpha): loaded: enabled is true: all are',
  ]);
});

it("keeps the templates of a package when its plugin is reloaded", async () => {
  write("package.json", { dependencies: { alpha: "1" } });
  const source = plugin("alpha").replace('=> "alpha"', '=> render("page")');
  install("alpha", { alpha: "./a.js" }, { "a.js": source, "templates/page.mustache": "a page" });
  const running = await host();
  expect((await running.handle(hostRequest("GET", "/alpha"))).body).toBe("a page");
  const again = definePlugin({
    name: "alpha",
    setup: ({ route }) => route("/alpha", ({ render }) => `${render("page")} again`),
  });
  await running.reload("alpha", again);
  expect((await running.handle(hostRequest("GET", "/alpha"))).body).toBe("a page again");
});

it("takes the lists from the environment, and reports names that nobody has", async () => {
  write("package.json", { dependencies: { alpha: "1", beta: "1" } });
  install("alpha", { alpha: "./a.js" }, { "a.js": plugin("alpha") });
  install("beta", { beta: "./b.js" }, { "b.js": plugin("beta") });
  const names = async (env: Record<string, string>, options: HostOptions = {}) =>
    (await host({ env, ...options })).plugins
      .filter(({ decision }) => decision === "loaded")
      .map(({ name }) => name);
  expect(await names({})).toEqual(["alpha", "beta"]);
  expect(await names({ ENABLED_WEBHOOKS: "beta, alhpa" })).toEqual(["beta"]);
  expect(lines).toContain(
    'enabled names "alhpa", which no plugin is called; did you mean "alpha"?',
  );
  expect(await names({ ENABLED_WEBHOOKS: "false" })).toEqual([]);
  expect(await names({ DISABLED_WEBHOOKS: "true" })).toEqual([]);
  expect(await names({ DISABLED_WEBHOOKS: "alpha" })).toEqual(["beta"]);
  expect(await names({ DISABLED_WEBHOOKS: "alpha" }, { disabled: false })).toEqual([
    "alpha",
    "beta",
  ]);
  await expect(host({ enabled: "alpha" as never })).rejects.toThrow(
    "expected true, false or a list of names",
  );
  expect(await names({ WEBHOOKS_PORT: "81" })).toHaveLength(2);
  await expect(host({ env: { WEBHOOKS_PORT: "http" } })).rejects.toThrow(
    'a port from 0 to 65535, got "http"',
  );
});

it("reports what cannot be loaded and goes on, or stops where it is strict", async () => {
  write("package.json", { optionalDependencies: { bad: "1", good: "1" } });
  install(
    "bad",
    {
      broken: "./broken.js",
      gone: "./gone.js",
      out: "../../package.json",
      wrong: "./wrong.js",
      other: "./other.js",
      number: 1,
    },
    {
      "broken.js": 'throw new Error("no luck");',
      "wrong.js": "export default 1;",
      "other.js": plugin("another"),
    },
  );
  install("good", { good: "./g.js" }, { "g.js": plugin("good") });
  const running = await host();
  const reasons = Object.fromEntries(running.plugins.map(({ name, reason }) => [name, reason]));
  expect(reasons).toEqual({
    broken: "no luck",
    gone: expect.stringContaining("no such file"),
    out: expect.stringContaining("expected a file of the package"),
    wrong: expect.stringContaining("expected the module to export default definePlugin"),
    other: expect.stringContaining('lists it as "other", but it is defined as "another"'),
    number: expect.stringContaining("expected a path"),
    good: "enabled is true: all are",
  });
  expect((await running.handle(hostRequest("GET", "/good"))).status).toBe(200);
  await expect(host({ strict: true })).rejects.toThrow(
    'plugin "broken" (the package bad): no luck',
  );
});

it("prefers the plugin passed in code, and refuses one name of two packages", async () => {
  write("package.json", { dependencies: { one: "1", two: "1" } });
  install("one", { alpha: "./a.js" }, { "a.js": plugin("alpha", "found") });
  const own = definePlugin({ name: "alpha", setup: ({ route }) => route("/alpha", () => "own") });
  const running = await host({ plugins: [own] });
  expect((await running.handle(hostRequest("GET", "/alpha"))).body).toBe("own");
  expect(lines).toContain('plugin "alpha" (the package one): the one passed in code is used');
  install("two", { alpha: "./a.js" }, { "a.js": plugin("alpha") });
  await expect(host()).rejects.toThrow(
    'the package one and the package two both have a plugin "alpha"',
  );
});

it("finds nothing in a folder without package.json", async () => {
  expect((await host()).plugins).toEqual([]);
});
