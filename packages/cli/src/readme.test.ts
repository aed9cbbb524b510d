import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "./dev/package-root.ts";
import { sharePage } from "./dev/shared.test-helpers.ts";
import { makeNpx, type Npx } from "./npx.test-helpers.ts";
import { project } from "./project.test-helpers.ts";

sharePage();

/** One command of a console fence, what is typed into it, and what it has to print. */
interface Example {
  readonly line: number;
  readonly command: string;
  readonly typed: string;
  readonly expected: string;
}

const readme = readFileSync(join(packageRoot(), "README.md"), "utf8");
const examples = consoleExamples(readme);
const { folder: cwd, remove } = project({});
/** Those that run until they are stopped. */
const servers: ChildProcess[] = [];
/** Ports of the README, and the free ones in their place. */
const ports = new Map<string, string>();
let env: Record<string, string | undefined> = {};
let npx: Npx;
let platform: Awaited<ReturnType<typeof simulatePreservica>>;

beforeAll(async () => {
  for (const port of ["4321", "4322", "4323"]) ports.set(port, await freePort());
  for (const [name, text] of savedFiles(readme)) writeFileSync(join(cwd, name), text);
  npx = await makeNpx(cwd);
  platform = await simulatePreservica();
  const { server, username, password, tenant } = platform.credentials;
  env = {
    ...process.env,
    PRESERVICA_SERVER: server,
    PRESERVICA_USERNAME: username,
    PRESERVICA_PASSWORD: password,
    PRESERVICA_TENANT: tenant,
    PRESERVICA_WEBHOOK_SECRET: "example-secret",
  };
});
afterAll(async () => {
  for (const child of servers) child.kill("SIGTERM");
  await Promise.all(servers.map((child) => child.exitCode ?? once(child, "exit")));
  npx.close();
  await platform.close();
  remove();
});

describe("the README's examples", () => {
  it("are there for every command", () => {
    const sections = readme.split(/^### /m).slice(1);
    for (const section of sections) expect(section).toContain("```console\n$ ");
    expect(sections.map((section) => section.split("\n", 1)[0])).toEqual([
      "dev",
      "chat",
      "record and replay",
      "routes",
      "send",
      "verify",
      "lint",
      "schema",
      "preservica",
      "webhooks",
      "host",
    ]);
  });

  it("and its bounds are those of the sources", () => {
    const rows = readme.matchAll(
      /\| (?<amount>\d+)(?: (?<unit>MiB|s|h))? \| `(?<name>\w+)` in `(?<file>[^`]+)` \|/g,
    );
    const units: Record<string, number> = { MiB: 2 ** 20, s: 1000, h: 3_600_000 };
    let count = 0;
    for (const { groups: { amount, unit = "", name, file = "" } = {} } of rows) {
      const source = readFileSync(join(packageRoot(), file), "utf8");
      const [, written = ""] = new RegExp(`const ${name} = ([\\d_* ]+);`).exec(source) ?? [];
      const value = written
        .split("*")
        .reduce((all, each) => all * Number(each.replaceAll("_", "")), 1);
      expect(value, `${name} in ${file}`).toBe(Number(amount) * (units[unit] ?? 1));
      count += 1;
    }
    expect(count).toBe(11);
  });

  it.each(examples)("README.md:$line: $command", async ({ command, typed, expected }) => {
    const variable = /^export (?<name>\w+)='?(?<value>.+?)'?$/.exec(command)?.groups;
    if (variable !== undefined) {
      env = { ...env, [variable.name ?? ""]: variable.value };
      return;
    }
    const isServer = /clustaar (?:dev|preservica listen|host start)/.test(command);
    const own = withPorts(
      isServer && !command.includes("--port") ? `${command} --port 4321` : command,
    );
    // Only a process can be left alone by the reader of its output.
    const bin = command.includes("| head") ? npx.asProcess : npx.inTests;
    const child = spawn("sh", ["-c", isServer ? `exec ${own}` : own], {
      cwd,
      env: { ...env, PATH: `${bin}:${process.env.PATH}` },
    });
    let output = "";
    let complaints = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaints += text;
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    // A command that reads nothing may have ended before.
    child.stdin.on("error", () => {}).end(typed);
    if (isServer) {
      servers.push(child);
      const wanted = pattern(withPorts(expected));
      while (!wanted.test(output.trim())) await once(child.stdout, "data");
      return;
    }
    await once(child, "close");
    expect(output.trim(), complaints).toMatch(pattern(withPorts(expected)));
  });
});

/** Files that the text asks to be saved: "Save it as `webhook.ts`:", and a fence. */
function savedFiles(markdown: string): [name: string, text: string][] {
  const fences = markdown.matchAll(/Save it as `(?<name>[^`]+)`:\n\n```\w+\n(?<text>.*?)\n```/gs);
  return [...fences].map(({ groups }) => [groups?.name ?? "", groups?.text ?? ""]);
}

/** The commands of the console fences; a line with `>` is typed, and shows in the output too. */
function consoleExamples(markdown: string): Example[] {
  const found: { line: number; command: string; output: string[] }[] = [];
  let isConsole = false;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (line.startsWith("```")) isConsole = line === "```console";
    else if (isConsole && line.startsWith("$ "))
      found.push({ line: index + 1, command: line.slice(2), output: [] });
    else if (isConsole) found.at(-1)?.output.push(line);
  }
  return found.map(({ line, command, output }) => {
    const isPiped = command.includes("|");
    const typed = output
      .filter((text) => text.startsWith("> "))
      .map((text) => `${text.slice(2)}\n`);
    return {
      line,
      command,
      typed: isPiped ? "" : typed.join(""),
      expected: output.join("\n").trim(),
    };
  });
}

/** An output in which `...` stands for anything. */
function pattern(expected: string): RegExp {
  const parts = expected.split("...").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`);
}

function withPorts(text: string): string {
  return text.replace(/\b432[123]\b/g, (port) => ports.get(port) ?? port);
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}
