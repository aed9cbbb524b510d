import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { schemas, sendTextAction } from "@clustaar/webhook-core";
import { signedRequest, stepReachedNotification } from "@clustaar/webhook-core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { post } from "./http.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill();
    await once(child, "exit");
  }
});

/** Runs what `pnpm --filter ./FOLDER start` runs, without pnpm in between. */
function start(folder: string, env: Record<string, string> = {}, args: string[] = []) {
  const { scripts } = JSON.parse(readFileSync(`${root}${folder}/package.json`, "utf8"));
  const [command, ...rest] = scripts.start.split(" ");
  const child = spawn(command === "node" ? process.execPath : command, [...rest, ...args], {
    cwd: `${root}${folder}`,
    env: { ...plainEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const output: string[] = [];
  const lines: ((line: string) => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      output.push(line);
      for (const listen of lines) listen(line);
    });
  }
  const exited = once(child, "close").then(([code]) => code as number);
  return { child, output, exited, onLine: (listen: (line: string) => void) => lines.push(listen) };
}

/** The environment without what a person may have set for a webhook of their own. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:CLUSTAAR_|PORT$|VITEST)/.test(name),
  );
  return Object.fromEntries(kept);
}

async function portOf(started: ReturnType<typeof start>): Promise<number> {
  const listening = new Promise<number>((resolve) => {
    started.onLine((line) => {
      const port = /Listening on http:\/\/localhost:(\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
  const gone = started.exited.then((code) => {
    throw new Error(`ended with exit status ${code}: ${started.output.join("\n")}`);
  });
  gone.catch(() => {});
  return Promise.race([listening, gone]);
}

const secured = {
  privateKey: "example-key",
  auth: { username: "bot", password: "example:password" },
};
const environment = {
  PORT: "0",
  CLUSTAAR_PRIVATE_KEY: secured.privateKey,
  CLUSTAAR_AUTH_USERNAME: secured.auth.username,
  CLUSTAAR_AUTH_PASSWORD: secured.auth.password,
};
const echoed = sendTextAction({ alternatives: ["Configured by the editor 🎉"] });
const notification = stepReachedNotification({
  step: { actions: [echoed] },
  session: { name: "tintin" },
});

describe.each(["quickstart", "fastify", "lambda", "hono"])("examples/%s", (name) => {
  it("verifies, echoes, greets and stores a session value", async () => {
    const port = await portOf(start(`examples/${name}`, environment));
    const response = await post(port, signedRequest({ ...secured, notification }));
    expect([response.status, response.text]).toEqual([
      200,
      expect.stringContaining("Hello Tintin"),
    ]);
    const answer = schemas.webhook_step_reached_response.decode(JSON.parse(response.text));
    expect(answer.actions[0]).toEqual(echoed);
    expect(answer.actions[1]?.type).toBe("send_text_action");
    expect(answer.session?.values).toEqual({ name: "tintin", greeted: "yes" });

    const codeOf = async (request: Parameters<typeof signedRequest>[0]) =>
      JSON.parse((await post(port, signedRequest(request))).text).code;
    expect(await codeOf({ ...secured, notification, privateKey: "guessed" })).toBe(
      "signature_invalid",
    );
    expect(await codeOf({ notification, privateKey: secured.privateKey })).toBe(
      "credentials_missing",
    );
    expect((await post(port, signedRequest({ ...secured, method: "GET", body: "" }))).status).toBe(
      405,
    );
  });

  it("says loudly that it accepts unsigned requests when there is no key", async () => {
    const started = start(`examples/${name}`, { PORT: "0" });
    const port = await portOf(started);
    expect((await post(port, signedRequest({ notification }))).status).toBe(200);
    expect(started.output.join("\n")).toContain("UNSIGNED REQUESTS ARE ACCEPTED");
  });

  it.each([
    ["an empty key", { CLUSTAAR_PRIVATE_KEY: "" }],
    ["a name without a password", { CLUSTAAR_AUTH_USERNAME: "bot" }],
  ])("does not start with %s", async (_what, env) => {
    const started = start(`examples/${name}`, { PORT: "0", ...env });
    expect(await started.exited).not.toBe(0);
    expect(started.output.join("\n")).toContain("WebhookConfigError");
  });
});

describe("examples/bot-tooling", () => {
  it("prints each broken limit with its path", async () => {
    const started = start("examples/bot-tooling");
    expect(await started.exited).toBe(1);
    expect(started.output).toEqual([
      "actions/1/cards/0/buttons/0/title: at most 20 characters, got 26",
      expect.stringMatching(/^actions\/1\/cards\/0\/buttons\/0\/action\/url: expected a URL/),
      "actions/2/duration: at most 7, got 12",
    ]);
  });
});

describe("the demo", () => {
  it("shows what the platform would send, and ends with exit status 0", async () => {
    const started = start("tooling/demo");
    expect(await started.exited, started.output.join("\n")).toBe(0);
    const shown = started.output.join("\n");
    for (const status of ["200 OK", "401 Unauthorized", "400 Bad Request", "404 Not Found"]) {
      expect(shown).toContain(`-> ${status}`);
    }
    expect(shown).toContain("send_hologram_action");
    expect(shown).toContain("response_invalid");
    expect(shown).toContain("6 requests, each answered as it should be.");
    expect(shown.match(/x-hub-signature/g), "the headers are shown once").toHaveLength(1);
    expect(shown).not.toContain("demo-password");
    expect(shown).toContain(`
  the visitor types "I want a jacket": step "Jackets"
    the bot: Which size?
             [M] [L] [XL]
  the visitor presses [XL]: step "Size chosen"
    the bot: It is on its way.
    the session: size = "XL"

3 turns, each as it should be.
`);
    expect(started.output.at(-1)).toContain("`npx -y pnpm@12 demo --serve` opens the playground");
  });

  it("opens the playground on the quickstart with --serve, and leaves nothing behind", async () => {
    const started = start("tooling/demo", {}, ["--serve"]);
    const lines = { Playground: "", Webhook: "" };
    await new Promise<void>((resolve, reject) => {
      started.exited.then(() => reject(new Error(started.output.join("\n"))));
      started.onLine((line) => {
        const [, name, url = ""] = /^(Playground|Webhook): +(\S+)$/.exec(line) ?? [];
        if (name !== undefined) lines[name as keyof typeof lines] = url;
        if (lines.Playground !== "" && lines.Webhook !== "") resolve();
      });
    });
    expect(lines.Playground).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=\w{32}$/);
    expect(await (await fetch(lines.Playground)).text()).toContain("<title>");
    // Its key was made up, so nobody but the playground can sign.
    const ask = () => fetch(lines.Webhook, { method: "POST", body: "{}" });
    expect(await (await ask()).json()).toMatchObject({ code: "signature_missing" });
    started.child.kill("SIGTERM");
    expect(await started.exited).toBe(0);
    await expect(ask()).rejects.toThrow("fetch failed");
  });
});
