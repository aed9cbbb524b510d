import { EventEmitter } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { preservica } from "@clustaar/webhook-core/signatures";
import { signedRequest } from "@clustaar/webhook-core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { sink } from "./dev.test-helpers.ts";
import { packageRoot } from "./package-root.ts";
import { type RunningDev, runDev } from "./run-dev.ts";

const examples = join(packageRoot(), "../../examples");
const servers = readdirSync(examples).filter((name) =>
  ["server.ts", "local.ts"].some((file) => existsSync(join(examples, name, file))),
);
const key = "the-key-of-the-tests";

let running: RunningDev | undefined;
afterEach(() => {
  running?.close();
  running = undefined;
});

/** What the platform would send to an example, signed. */
function delivery(name: string): RequestInit {
  if (name !== "preservica") return signedRequest({ privateKey: key });
  const text = JSON.stringify({ triggerType: "INDEXED", events: [] });
  const body = new TextEncoder().encode(text);
  return { method: "POST", body, headers: preservica.sign({ body, timestamp: 0 }, key) };
}

describe("clustaar dev finds and serves", () => {
  it("every example that has a server", () => {
    expect(servers).toEqual(expect.arrayContaining(["hono", "lambda", "preservica", "quickstart"]));
  });

  it.each(servers)("examples/%s", async (name) => {
    // What a person may have set for a webhook of their own is none of the example's business.
    const plain = Object.entries(process.env).filter(([each]) => !each.startsWith("CLUSTAAR_"));
    running = await runDev(
      {
        stdin: Readable.from([]),
        stdout: sink(),
        stderr: sink(),
        env: { ...Object.fromEntries(plain), PRESERVICA_WEBHOOK_SECRET: key },
        cwd: join(examples, name),
        signals: new EventEmitter(),
      },
      {
        file: undefined,
        url: undefined,
        bot: undefined,
        port: 0,
        key,
        auth: null,
        watch: false,
        keep: false,
      },
    );
    const { webhookUrl } = running;
    // On a machine that is very busy, the webhook is not there yet when the first request gives up with 502.
    await expect
      .poll(async () => (await fetch(webhookUrl, delivery(name))).status, { timeout: 50_000 })
      .toBe(200);
    const unsigned = await fetch(webhookUrl, { method: "POST", body: "{}" });
    expect(unsigned.status).toBe(401);
  });
});
