import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "host-plugin-"));
const application = join(scratch, "application");
afterAll(() => rmSync(scratch, { recursive: true }));

/** The environment without what a script of pnpm or npm adds to it: settings of the repository, which are not the application's. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^p?npm_/i.test(name)),
);

beforeAll(async () => {
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", scratch], {
    cwd: here,
    env,
  });
  // What the build prints comes first.
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
  expect(files.map(({ path }: { path: string }) => path).sort()).toEqual([
    "README.md",
    "dist/plugin.js",
    "package.json",
    "templates/entry.mustache",
    "templates/index.mustache",
  ]);
  mkdirSync(application);
  writeFileSync(
    join(application, "package.json"),
    JSON.stringify({ private: true, type: "module" }),
  );
  const options = ["--offline", "--legacy-peer-deps", "--no-audit", "--no-fund", "--save"];
  await run("npm", ["install", ...options, join(scratch, filename)], { cwd: application, env });
  // The host itself is this repository's: it is not published from here.
  mkdirSync(join(application, "node_modules/@clustaar"), { recursive: true });
  const host = join(application, "node_modules/@clustaar/webhook-host");
  symlinkSync(join(here, "../../packages/webhook-host"), host);
}, 120_000);

/** Runs a program in the application, as its own process, and gives what it prints as JSON. */
async function runApplication(program: string): Promise<Record<string, unknown>> {
  const file = join(application, "app.mjs");
  writeFileSync(
    file,
    `import { createHost } from "@clustaar/webhook-host";
import { hostRequest, recordingClient } from "@clustaar/webhook-host/testing";
const log = { debug() {}, info() {}, warn: console.error, error: console.error };
const print = (value) => process.stdout.write(JSON.stringify(value));
${program}`,
  );
  const tsx = pathToFileURL(fileURLToPath(import.meta.resolve("tsx"))).href;
  const { stdout } = await run(
    process.execPath,
    ["--conditions=@clustaar/source", "--import", tsx, file],
    { cwd: application, env: { ...process.env, DATABASE_URL: "" } },
  );
  return JSON.parse(stdout);
}

it("is found, answers with its templates, settings and table, and is reloaded", async () => {
  const seen = await runApplication(`
const client = recordingClient();
const host = await createHost({ client, log, settings: { guestbook: { title: "Guests <3", channel: "#guests" } } });
const form = { name: "Ann", text: "<b>Hello</b>" };
const added = await host.handle(hostRequest("POST", "/guestbook", { form }));
const page = await host.handle(hostRequest("GET", "/guestbook"));
const refused = await host.handle(hostRequest("POST", "/guestbook", { form: { name: "Ann" } }));
const { default: plugin } = await import("@clustaar/example-host-plugin/dist/plugin.js");
await host.reload("guestbook", plugin);
const after = await host.handle(hostRequest("GET", "/guestbook"));
print({ plugins: host.plugins, added, page: page.body, same: after.body === page.body, refused, said: client.said });
await host.close();`);
  expect(seen.plugins).toEqual([
    { name: "guestbook", decision: "loaded", reason: "enabled is true: all are" },
  ]);
  expect(seen.added).toMatchObject({ status: 201, body: "Thank you" });
  expect(seen.page).toContain("<h1>Guests &lt;3</h1>");
  expect(seen.page).toContain("<li><b>Ann</b>: &lt;b&gt;Hello&lt;&#x2F;b&gt;</li>");
  expect(seen.refused).toMatchObject({ status: 400, body: "name and text are required" });
  expect(seen.said).toEqual([["msg", "#guests", "Ann: <b>Hello</b>"]]);
  expect(seen.same).toBe(true);
}, 120_000);

it("is denied by name, without being imported", async () => {
  const plugin = join(application, "node_modules/@clustaar/example-host-plugin/dist/plugin.js");
  const code = readFileSync(plugin, "utf8");
  writeFileSync(plugin, 'throw new Error("was imported");');
  try {
    const seen = await runApplication(`
const host = await createHost({ log, disabled: ["guestbook"] });
print({ plugins: host.plugins, routes: host.routes() });`);
    expect(seen).toEqual({
      plugins: [{ name: "guestbook", decision: "denied", reason: "disabled names it" }],
      routes: [],
    });
  } finally {
    writeFileSync(plugin, code);
  }
});
