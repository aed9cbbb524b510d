import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const program = join(process.cwd(), "node_modules/.bin/clustaar");

/** Runs the command as a user does; gives its exit status and what it printed. */
async function clustaar(cwd: string, args: readonly string[], typed = "") {
  const child = spawn(program, args, { cwd, shell: process.platform === "win32" });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  // A command that reads nothing may have ended before.
  child.stdin.on("error", () => {});
  child.stdin.end(typed);
  const status = await new Promise((resolve) => child.once("close", resolve));
  return { status, out, err };
}

async function use(): Promise<void> {
  // In the project, so that the bot's import is found.
  const folder = mkdtempSync(join(process.cwd(), "bot-"));
  writeFileSync(
    join(folder, "webhook.ts"),
    `import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";
const greeting: string = "Hello";
export const webhook = new Webhook({ privateKey: process.env.CLUSTAAR_PRIVATE_KEY });
webhook.on("conversation.step_reached", () =>
  stepReachedResponse({ actions: [sendTextAction({ alternatives: [greeting] })] }),
);
`,
  );
  const recorded = await clustaar(folder, ["record", "-o", "chat.jsonl"], "Hi\n");
  assert.equal(recorded.status, 0, recorded.err);
  assert.match(recorded.out, /Bot: Hello/);
  assert.equal(readFileSync(join(folder, "chat.jsonl"), "utf8").trimEnd().split("\n").length, 2);
  const replayed = await clustaar(folder, ["replay", "chat.jsonl", "--json"]);
  assert.equal(replayed.status, 0, replayed.err);
  assert.equal(JSON.parse(replayed.out).counts.same, 1);
  const routes = await clustaar(folder, ["routes", "--event", "stepReached"]);
  assert.match(routes.out, /Route 1, any, handles conversation\.step_reached/);
  const linted = await clustaar(folder, ["lint", "-"], '{ "type": "send_text_action" }');
  assert.equal(linted.status, 1);
  for (const command of ["replay", "preservica list"]) {
    const schema = await clustaar(folder, ["schema", "--command", command]);
    assert.equal(JSON.parse(schema.out).$schema, "https://json-schema.org/draft/2020-12/schema");
  }
  rmSync(folder, { recursive: true });
}

use().then(() => console.log("used"));
