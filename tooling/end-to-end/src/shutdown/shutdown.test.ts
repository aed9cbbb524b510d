import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stepReachedNotification } from "@clustaar/webhook-core/testing";
import { afterEach, describe, expect, it } from "vitest";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Starts one of the servers beside this test, and waits until it listens. */
async function start(name: string, handling: number, deadline: number) {
  const child = spawn(
    process.execPath,
    ["--conditions=@clustaar/source", "--import", "tsx", `${name}.ts`],
    {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      env: {
        ...process.env,
        SHUTDOWN_HANDLING: String(handling),
        SHUTDOWN_DEADLINE: String(deadline),
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  children.push(child);
  const lines: string[] = [];
  const waiting = new Map<RegExp, (line: string) => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    for (const [wanted, found] of waiting) if (wanted.test(line)) found(line);
  });
  const saw = (wanted: RegExp) =>
    new Promise<string>((resolve) => {
      const line = lines.find((each) => wanted.test(each));
      if (line === undefined) waiting.set(wanted, resolve);
      else resolve(line);
    });
  const port = Number((await saw(/^port \d+$/)).slice("port ".length));
  return { child, lines, saw, url: `http://localhost:${port}/webhook` };
}

const post = (url: string) =>
  fetch(url, { method: "POST", body: JSON.stringify(stepReachedNotification()) });

describe.each(["node", "express", "fastify", "fetch"])("the README of adapter-%s", (name) => {
  it("shows how to shut down: what has come is answered, and the work after it is done", async () => {
    const { child, lines, saw, url } = await start(name, 300, 10_000);
    const answered = post(url);
    await saw(/handling/);
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    expect((await answered).status).toBe(200);
    expect(await exited).toEqual([0, null]);
    expect(lines).toContain("work done");
  });

  it("shows what was tried here", () => {
    const recipe = (text: string) => /^process\.once\("SIGTERM".*?^\}\);/ms.exec(text)?.[0];
    const tried = readFileSync(new URL(`${name}.ts`, import.meta.url), "utf8");
    const readme = readFileSync(
      new URL(`../../../../packages/adapter-${name}/README.md`, import.meta.url),
      "utf8",
    );
    expect(recipe(readme)).toBe(recipe(tried)?.replace("deadline }", "deadline: 10_000 }"));
  });
});

it("does not wait forever for a handler that hangs", async () => {
  const { child, saw, url } = await start("node", 600_000, 200);
  const answered = post(url).catch(() => "cut off");
  await saw(/handling/);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(await answered).toBe("cut off");
});
