import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../dev/package-root.ts";
import { run } from "../io.test-helpers.ts";

const SECRET = "the secret of the subscription";
let platform: Awaited<ReturnType<typeof simulatePreservica>>;
let env: Record<string, string>;
let listener: ReturnType<typeof spawn>;
let lines: AsyncIterator<string>;
let url = "";

async function nextLine<T>(): Promise<T> {
  const { value } = await lines.next();
  return JSON.parse(value);
}

beforeAll(async () => {
  platform = await simulatePreservica();
  const { server, username, password, tenant } = platform.credentials;
  env = {
    PRESERVICA_SERVER: server,
    PRESERVICA_USERNAME: username,
    PRESERVICA_PASSWORD: password,
    PRESERVICA_TENANT: tenant,
    PRESERVICA_WEBHOOK_SECRET: SECRET,
  };
  const main = join(packageRoot(), "src/main.ts");
  const args = ["--conditions=@clustaar/source", "--import", "tsx", main];
  listener = spawn(process.execPath, [...args, "preservica", "listen", "--port", "0", "--json"], {
    cwd: packageRoot(),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (listener.stdout === null) throw new Error("no standard output");
  lines = createInterface({ input: listener.stdout })[Symbol.asyncIterator]();
  ({ listening: url } = await nextLine<{ listening: string }>());
});
afterAll(async () => {
  listener.kill("SIGKILL");
  await platform.close();
});

const preservica = (...args: string[]) => run(["preservica", ...args], { env });

describe("preservica", () => {
  it("subscribes, lists, listens and unsubscribes", async () => {
    const made = await preservica("subscribe", url, "--trigger", "INDEXED");
    expect(made.err).toBe("");
    expect(made.status).toBe(0);
    expect(made.out).toContain(`INDEXED  ${url}?trigger=INDEXED\n`);
    expect(await nextLine()).toMatchObject({ kind: "challenge", status: 200 });

    const listed = (await preservica("list", "--json")).json<{ id: string; trigger: string }[]>();
    expect(listed).toMatchObject([{ trigger: "INDEXED", url: `${url}?trigger=INDEXED` }]);
    expect((await preservica("list")).out).toBe(made.out);

    await platform.deliver({
      trigger: "INDEXED",
      events: [{ entityRef: "one", entityType: "IO" }],
    });
    expect(await nextLine()).toMatchObject({
      kind: "delivery",
      status: 200,
      trigger: "INDEXED",
      events: [{ entityRef: "one", entityType: "IO" }],
    });
    await fetch(url, { method: "POST", body: "{}" });
    expect(await nextLine()).toMatchObject({ kind: null, status: 401, code: "signature_missing" });

    const id = listed[0]?.id ?? "";
    expect(await preservica("unsubscribe", id)).toMatchObject({
      status: 0,
      out: `${id}  removed\n`,
    });
    expect((await preservica("list")).out).toBe("No subscriptions.\n");
    expect((await preservica("unsubscribe", "--all", "--json")).json()).toEqual({ removed: [] });
  });

  it("ends the listener with SIGTERM", async () => {
    const ended = once(listener, "exit");
    listener.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  });

  it.each([
    [
      "a receiver that nobody runs",
      ["subscribe", "http://127.0.0.1:1/", "--trigger", "INDEXED"],
      "check that the receiver answers",
    ],
    ["an id that is not there", ["unsubscribe", "42"], "404"],
  ])("fails with 1: %s", async (_what, args, message) => {
    const { status, err } = await preservica(...args);
    expect(err).toContain(message);
    expect(status).toBe(1);
  });

  it.each([
    ["an unknown trigger", ["subscribe", "http://127.0.0.1:1/", "--trigger", "INDEXD"], "INDEXED"],
    ["no trigger", ["subscribe", "http://127.0.0.1:1/"], "--trigger"],
    ["neither ids nor all", ["unsubscribe"], "expected the ids of subscriptions, or --all"],
    ["ids and all", ["unsubscribe", "42", "--all"], "got both"],
    ["a port in words", ["listen", "--port", "http"], "--port: expected a number"],
    ["a wrong password", ["list", "--password", "open sesame"], "login"],
    ["a server that nobody runs", ["list", "--server", "http://127.0.0.1:1"], "127.0.0.1:1"],
    ["an unknown subcommand", ["subscrib"], "subscribe"],
  ])("fails with 2: %s", async (_what, args, message) => {
    const { status, err, out } = await preservica(...args);
    expect(err).toContain(message);
    expect(status).toBe(2);
    for (const secret of [env.PRESERVICA_PASSWORD ?? "", "open sesame", SECRET])
      expect(`${out}${err}`).not.toContain(secret);
  });

  it("says where credentials and secrets are looked for", async () => {
    const { err } = await run(["preservica", "list"], { env: {} });
    expect(err).toContain("PRESERVICA_USERNAME");
    expect(err).not.toContain("PreservicaClient");
    const listening = await run(["preservica", "listen"], { env: {} });
    expect(listening.err).toContain("PRESERVICA_WEBHOOK_SECRET");
    expect(listening.status).toBe(2);
  });
});
