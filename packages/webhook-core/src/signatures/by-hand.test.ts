import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveNode } from "../adapter/index.ts";
import { sendTextAction, Webhook } from "../index.ts";

// The recipe needs nothing else; `.ci/run` installs what is missing, so that CI fails without them.
const tools = [
  ["bash", "--version"],
  ["openssl", "version"],
  ["curl", "--version"],
] as const;
const missing = tools.filter(([tool, version]) => spawnSync(tool, [version]).error !== undefined);
const skipped = missing.length > 0 && !process.env.CI;
if (skipped)
  console.warn(`Skipped: install ${missing.map(([tool]) => tool).join(", ")} to run it.`);

const page = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const recipe =
  /^### Sign a request by hand\n[^#]*?^```sh\n(?<script>.*?)^```$/ms.exec(page)?.groups?.script ??
  "";

describe.skipIf(skipped)("the README's recipe for curl and openssl", () => {
  const webhook = new Webhook({
    privateKey: "change-me",
    auth: { username: "bot", password: "s3cret" },
  });
  webhook.on("conversation.step_reached", ({ notification }) => [
    sendTextAction({ alternatives: [`Hello ${notification.event.interlocutor.firstName}`] }),
  ]);
  webhook.onResponse(() => {});
  const server = createServer(serveNode(webhook, "Hand the request over before its body is read."));
  beforeAll(() => new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready)));
  afterAll(() => {
    server.close();
  });

  /** What `curl -i` prints when the recipe runs with `changes` made to it. */
  async function run(...changes: [from: string, to: string][]): Promise<string> {
    const { port } = server.address() as AddressInfo;
    const script = [
      ["http://localhost:3000", `http://127.0.0.1:${port}`] as const,
      ["curl -i", "curl -i -u 'bot:s3cret'"] as const,
      ...changes,
    ].reduce((text, [from, to]) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    }, recipe);
    // Another language, in which `date` would print other names of days and months.
    const env = { ...process.env, LANG: "fr_FR.UTF-8", no_proxy: "127.0.0.1" };
    const { stdout } = await promisify(execFile)("bash", ["-eu", "-c", script], { env });
    return stdout;
  }

  it("is answered by the handler", async () => {
    const answer = await run();
    expect(answer).toMatch(/^HTTP\/1\.1 200 /m);
    expect(answer).toContain("Hello Tintin");
  });

  it("signs bodies of any text, line feeds and quotes included", async () => {
    expect(await run(['"firstName":"Tintin"', '"firstName":\n  "Zoë \\"100%\\" \\\\n"'])).toContain(
      String.raw`Hello Zoë \"100%\" \\n`,
    );
  });

  it("is refused with another key", async () => {
    expect(await run(["change-me", "change-me-2"])).toMatch(
      /^HTTP\/1\.1 401 [\s\S]*signature_invalid/m,
    );
  });

  it("is refused when a line feed follows the body that was signed", async () => {
    expect(await run(["%s\\n%s'", "%s\\n%s\\n'"])).toMatch(
      /^HTTP\/1\.1 401 [\s\S]*signature_invalid/m,
    );
  });
});
