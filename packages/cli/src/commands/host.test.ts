import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { run } from "../io.test-helpers.ts";
import { project } from "../project.test-helpers.ts";

// Each command starts a process from the sources, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const imports = `import { createHost, definePlugin } from "@clustaar/webhook-host";\n`;
const plugin = (name: string, setup = "") =>
  `definePlugin({ name: "${name}", setup({ route }) { ${setup}route("/${name}/:id", { methods: ["GET", "POST"] }, () => "x"); } })`;
const { folder: cwd, remove } = project({
  "host.ts": `${imports}console.log("loading");
const closing = definePlugin({ name: "closing", setup({ onClose }) { onClose(() => console.log("closed")); } });
export const host = createHost({ plugins: [${plugin("orders")}, closing], discover: false, disabled: ["closing"], enabled: true, env: {} });\n`,
  "plugins.ts": `${imports}export const one = ${plugin("one")};\nexport const other = ${plugin("other", 'throw new Error("no luck"); ')};\n`,
  "locked.ts": `${imports}export default definePlugin({ name: "locked", setup({ route }) { route("/", { auth: true }, () => ""); } });\n`,
  "nothing.ts": "export const a = 1;\n",
  "broken.ts": `${imports}\nthrow new Error("out of luck");\n`,
  "ends.ts": "process.exit(3);\n",
});
const empty = mkdtempSync(join(tmpdir(), "hosting-"));
afterAll(() => {
  remove();
  rmSync(empty, { recursive: true });
});

describe("host routes", () => {
  it("lists the routes of the host that a file exports, and what was left out", async () => {
    const { status, out, err } = await run(["host", "routes"], { cwd, env: process.env as never });
    expect([status, out]).toEqual([
      0,
      "GET,POST  /orders/:id  orders\nclosing: denied: disabled names it\n",
    ]);
    // What the file prints is no output of the command.
    expect(err).toContain("loading");
  });

  it("makes a host of the plugins that a file exports, and fails where one cannot be loaded", async () => {
    const { status, out } = await run(["host", "routes", "plugins.ts"], { cwd });
    expect([status, out]).toEqual([1, "GET,POST  /one/:id  one\nother: failed: no luck\n"]);
  });

  it("looks through the dependencies of a folder without such a file", async () => {
    const root = join(empty, "node_modules/found");
    mkdirSync(root, { recursive: true });
    writeFileSync(join(empty, "package.json"), '{ "dependencies": { "found": "1" } }');
    const manifest = { name: "found", type: "module", clustaar: { webhooks: { found: "./f.js" } } };
    writeFileSync(join(root, "package.json"), JSON.stringify(manifest));
    writeFileSync(
      join(root, "f.js"),
      'export default { name: "found", setup: ({ route }) => route("/found", () => ""), [Symbol.for("@clustaar/webhook-host/plugin")]: true };',
    );
    const found = await run(["host", "routes", "--json"], { cwd: empty });
    expect(found.json()).toEqual({
      file: null,
      plugins: [{ name: "found", decision: "loaded", reason: "enabled is true: all are" }],
      routes: [{ plugin: "found", pattern: "/found", methods: ["GET"] }],
    });
    const denied = await run(["host", "routes"], {
      cwd: empty,
      env: { DISABLED_WEBHOOKS: "found" },
    });
    expect([denied.status, denied.out]).toEqual([
      0,
      "No routes.\nfound: denied: disabled names it\n",
    ]);
    rmSync(join(empty, "package.json"));
    const nothing = await run(["host", "routes"], { cwd: empty });
    expect(nothing.status).toBe(2);
    expect(nothing.err).toContain("nothing to host was found");
  });

  it.each([
    ["nowhere.ts", "nowhere.ts: there is no such file"],
    ["nothing.ts", "the file exports neither a host nor a plugin (it exports a): write"],
    ["broken.ts", "broken.ts:3: Error: out of luck"],
    ["locked.ts", 'the route / of the plugin "locked" asks for authentication'],
    ["ends.ts", "ended by itself (exit status 3)"],
  ])("says what is wrong with %s", async (file, message) => {
    const { status, out, err } = await run(["host", "routes", file], { cwd });
    expect([status, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    // A stack is for faults of ours.
    expect(err).not.toContain("host-of.ts");
  });
});

describe("host start", () => {
  it.each([
    [["--port", "http"], "--port: expected a number from 0 to 65535"],
    [["--deadline", "soon"], "--deadline: expected a number of milliseconds"],
    [["--host", "no.such.name.invalid", "--port", "0"], "the host cannot listen"],
  ])("refuses %s", async (options, message) => {
    const { status, err } = await run(["host", "start", "host.ts", ...options], { cwd });
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});
