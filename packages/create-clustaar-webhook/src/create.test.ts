import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Called, run as runIn } from "./create.test-helpers.ts";
import { hostNames, hosts } from "./hosts.ts";
import { packageRoot } from "./package-root.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "create-clustaar-webhook-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const run = (args: readonly string[], called: Omit<Called, "cwd"> = {}) =>
  runIn(args, { ...called, cwd });
const read = (path: string) => readFileSync(join(cwd, path), "utf8");
const FOLDER = "Which folder?";
const HOST = "Where will it run?";
const ENTER = "\r";
const DOWN = "\u001b[B";
const CTRL_C = "\u0003";

describe("npm create clustaar-webhook", () => {
  it.each(hostNames)("writes a project for %s, and says how to go on", async (host) => {
    const { status, out, err } = await run(["my-bot", "--host", host]);
    expect([status, err]).toEqual([0, ""]);
    expect(out.split("\n").filter((line) => line.startsWith("  "))).toEqual([
      "  cd my-bot",
      "  npm install",
      "  npm run dev",
    ]);
    const manifest = JSON.parse(read("my-bot/package.json"));
    expect(manifest.name).toBe("my-bot");
    expect(Object.keys(manifest.scripts)).toEqual(
      expect.arrayContaining(["dev", "test", "types", "start"]),
    );
    const files = readdirSync(join(cwd, "my-bot"));
    expect(files).toEqual(expect.arrayContaining([".gitignore", "webhook.ts", "bot.json"]));
    expect(files.filter((file) => file === "manifest.json" || file.startsWith("_"))).toEqual([]);
    expect(read(`my-bot/${hosts[host].mount}`)).toContain("webhook.ts");
    expect(read("my-bot/README.md")).toContain(hosts[host].title);
    expect(read("my-bot/README.md")).not.toContain("{{");
  });

  it("gives our packages the versions of the day", async () => {
    await run(["bot", "--host", "express"]);
    const { dependencies, devDependencies } = JSON.parse(read("bot/package.json"));
    for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies })) {
      if (!name.startsWith("@clustaar/")) continue;
      const folder = join(packageRoot(), "..", name.replace("@clustaar/", ""));
      const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      expect([name, range]).toEqual([name, `^${version}`]);
    }
    expect(Object.keys(dependencies)).toContain("@clustaar/adapter-express");
  });

  it("asks for folder and host", async () => {
    const { status, out } = await run([], {
      keys: [
        [FOLDER, `shop${ENTER}`],
        [HOST, DOWN + ENTER],
      ],
    });
    expect([status, out]).toEqual([0, expect.stringContaining("A bot on Fastify is in shop")]);
    expect(read("shop/server.ts")).toContain("fastifyAdapter");
  });

  it("asks for what is missing alone", async () => {
    expect((await run(["shop"], { keys: [[HOST, ENTER]] })).status).toBe(0);
    expect(read("shop/server.ts")).toContain("expressAdapter");
    expect((await run(["--host", "hono"], { keys: [[FOLDER, ENTER]] })).status).toBe(0);
    expect(read("my-bot/server.ts")).toContain("Hono");
  });

  it("asks again for a folder that holds something", async () => {
    mkdirSync(join(cwd, "my-bot"));
    writeFileSync(join(cwd, "my-bot/notes.txt"), "mine");
    const { status, out } = await run(["--host", "node"], {
      keys: [
        [FOLDER, ENTER],
        ["my-bot is not empty", `2x${ENTER}`],
      ],
    });
    expect(out).toContain("my-bot is not empty");
    expect([status, readdirSync(cwd).sort()]).toEqual([0, ["2x", "my-bot"]]);
  });

  it.each([
    { keys: [[FOLDER, CTRL_C]] },
    {
      keys: [
        [FOLDER, `shop${ENTER}`],
        [HOST, CTRL_C],
      ],
    },
  ] as const)("writes nothing after Ctrl-C", async ({ keys }) => {
    const { status, err } = await run([], { keys });
    expect([status, err]).toEqual([1, "create-clustaar-webhook: given up; nothing was written\n"]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it.each([[[]], [["shop"]], [["--host", "express"]]])(
    "asks nothing without a terminal: %j",
    async (args) => {
      const { status, out, err } = await run(args);
      expect([status, out]).toEqual([2, ""]);
      expect(err).toContain(
        "without a terminal to ask in, give both a folder and a host: npm create",
      );
      expect(readdirSync(cwd)).toEqual([]);
    },
  );

  it("does not touch a folder that holds something", async () => {
    writeFileSync(join(cwd, "notes.txt"), "mine");
    for (const [folder, why] of [
      [".", ". is not empty: it holds notes.txt"],
      ["notes.txt", "notes.txt is a file"],
    ] as const) {
      const { status, err } = await run([folder, "--host", "node"]);
      expect([status, err]).toEqual([1, expect.stringContaining(why)]);
    }
    expect(readdirSync(cwd)).toEqual(["notes.txt"]);
  });

  it("takes the folder it stands in, a fresh repository too", async () => {
    mkdirSync(join(cwd, "Ein Schöner Bot/.git"), { recursive: true });
    const { status, out } = await run(["Ein Schöner Bot", "--host", "node"], {
      env: { npm_config_user_agent: "pnpm/12.21.0 npm/? node/v20" },
    });
    expect(status).toBe(0);
    expect(out).toContain('  cd "Ein Schöner Bot"\n  pnpm install\n  pnpm run dev\n');
    expect(JSON.parse(read("Ein Schöner Bot/package.json")).name).toBe("ein-schoner-bot");
  });

  it("tells each package manager which install scripts are not needed", async () => {
    await run(["with-npm", "--host", "node"]);
    expect(JSON.parse(read("with-npm/package.json")).allowScripts).toEqual({ esbuild: false });
    expect(readdirSync(join(cwd, "with-npm"))).not.toContain("pnpm-workspace.yaml");
    await run(["with-pnpm", "--host", "node"], { env: { npm_config_user_agent: "pnpm/12.0.0" } });
    // Without it `pnpm install` fails.
    expect(read("with-pnpm/pnpm-workspace.yaml")).toContain("allowBuilds:\n  esbuild: false\n");
  });

  it.each([
    ["express", "express-bot"],
    ["http", "http-bot"],
    ["node_modules", "node_modules-bot"],
    [".bot_", "bot"],
    ["@acme bot", "acme-bot"],
  ])("names the project in the folder %s %s", async (folder, name) => {
    expect((await run([folder, "--host", "express"])).status).toBe(0);
    expect(JSON.parse(read(`${folder}/package.json`)).name).toBe(name);
  });

  it.each([
    [["機器人", "--host", "node"], 'no package name can be made of the folder\'s name "機器人"'],
    [["a".repeat(215), "--host", "node"], "at most 200"],
    [
      ["bot", "--host", "koa"],
      "--host: expected express, fastify, lambda, hono, next, node, got koa",
    ],
    [["bot", "toString", "--host", "node"], "expected one folder, got bot, toString"],
    [["bot", "--hots", "node"], "Unknown option '--hots'"],
    [["bot", "--host"], "--host"],
  ])("refuses %j", async (args, message) => {
    const { status, err } = await run(args);
    expect([status, err]).toEqual([2, expect.stringContaining(message)]);
    expect(err).not.toContain("    at ");
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("prints help, with every host, and its version", async () => {
    for (const flag of ["--help", "-h"]) {
      const { status, out } = await run([flag]);
      expect(status).toBe(0);
      for (const host of hostNames) expect(out).toContain(`\n                 ${host} `);
      expect(out).toContain("$ npm create clustaar-webhook@latest my-bot -- --host express");
    }
    expect((await run(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("speaks JSON", async () => {
    const { status, out } = await run(["bot", "--host", "node", "--json"]);
    expect([status, JSON.parse(out)]).toEqual([
      0,
      {
        folder: join(cwd, "bot"),
        host: "node",
        name: "bot",
        files: expect.arrayContaining(["package.json", "conversations/order.jsonl"]),
        commands: ["cd bot", "npm install", "npm run dev"],
      },
    ]);
    const refused = await run(["bot", "--host", "node", "--json"]);
    expect([refused.status, JSON.parse(refused.out).error.message, refused.err]).toEqual([
      1,
      expect.stringContaining("not empty"),
      "",
    ]);
    // With --json it asks nothing, in a terminal either.
    expect((await run(["--json"], { keys: [] })).status).toBe(2);
  });
});
