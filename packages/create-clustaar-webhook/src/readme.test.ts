import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "./create.test-helpers.ts";
import { hostNames, hosts } from "./hosts.ts";
import { packageRoot } from "./package-root.ts";

const text = readFileSync(join(packageRoot(), "README.md"), "utf8");
const cwd = mkdtempSync(join(tmpdir(), "create-clustaar-webhook-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** What follows a command of the README: the text of its next fence of a language. */
function shownAfter(command: string, language: string): string {
  const rest = text.slice(text.indexOf(`${command}\n`));
  return rest.split(`\n\`\`\`${language}\n`)[1]?.split("\n```")[0] ?? "";
}

const argumentsOf = (command: string) =>
  command
    .replace("npm create clustaar-webhook@latest", "")
    .split(" ")
    .filter((part) => part !== "" && part !== "--");

describe("the README", () => {
  it("shows what the command with both arguments prints", async () => {
    const command = "npm create clustaar-webhook@latest my-bot -- --host express";
    const { status, out } = await run(argumentsOf(command), { cwd });
    expect(status).toBe(0);
    expect(out).toContain(shownAfter(command, "text"));
  });

  it("shows what --json prints", async () => {
    const command = "npm create clustaar-webhook@latest bots/shop -- --host lambda --json";
    const { out } = await run(argumentsOf(command), { cwd });
    const shown = JSON.parse(shownAfter(command, "json"));
    const printed = JSON.parse(out);
    expect(printed.files.slice(0, 3)).toEqual(shown.files.slice(0, 3));
    const { folder } = printed;
    expect(existsSync(join(folder, "handler.ts"))).toBe(true);
    expect({ ...printed, files: shown.files, folder: shown.folder }).toEqual(shown);
  });

  it("has a row for every host", () => {
    const rows = [...text.matchAll(/^\| `(\w+)` \|.*\| `([\w./]+)` \|$/gm)];
    expect(rows.map(([, host, mount]) => [host, mount])).toEqual(
      hostNames.map((host) => [host, hosts[host].mount]),
    );
  });
});
