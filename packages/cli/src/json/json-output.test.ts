import { EventEmitter, once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { nodeAdapter } from "@clustaar/adapter-node";
import { Webhook } from "@clustaar/webhook-core";
import { clustaar, preservica } from "@clustaar/webhook-core/signatures";
import { createEmitter, createEvents } from "@clustaar/webhook-emitter";
import { PreservicaReceiver } from "@clustaar/webhook-preservica";
import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaves } from "../commands/leaves.test-helpers.ts";
import { sharePage } from "../dev/shared.test-helpers.ts";
import { run } from "../io.test-helpers.ts";
import { emitterText, fileEmitterText, project, shopText } from "../project.test-helpers.ts";
import { commandNames, outputSchema } from "./output-schemas.ts";

sharePage();

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** Checks each document against the schema of what the command prints. */
function expectFits(command: string, documents: readonly unknown[]): void {
  const validate = ajv.compile(outputSchema(command) ?? false);
  expect(documents.length, command).toBeGreaterThan(0);
  for (const document of documents) {
    validate(document);
    expect(validate.errors, JSON.stringify(document)).toBeNull();
  }
}

const hostImport = `import { createHost, definePlugin } from "@clustaar/webhook-host";\n`;
const { folder: cwd, remove } = project({
  "emitter.ts": emitterText,
  "webhook.ts": shopText,
  "host.ts": `${hostImport}export const host = createHost({ discover: false, env: {} });\n`,
  "stuck.ts": `${hostImport}export default definePlugin({ name: "stuck", setup({ onClose }) { onClose(() => { for (;;); }); } });\n`,
  "failing.ts": `${hostImport}export default definePlugin({ name: "failing", setup() { throw new Error("no"); } });\n`,
  "file.ts": fileEmitterText,
  "other.ts": shopText.replace("Which size", "What size").replace('title: "XL"', 'title: "L"'),
});
const webhook = new Webhook({ privateKey: "s3cr3t" })
  .on("conversation.step_reached", () => {})
  .onResponse(() => {});
const receiver = new PreservicaReceiver({ secret: "shared" }).onEvent(() => {});
/** Logs everybody in, and does nothing else. */
const unable: RequestListener = ({ method }, response) => {
  response.writeHead(method === "POST" ? 200 : 500, { "content-type": "application/json" });
  response.end(JSON.stringify({ success: true, token: "a token", validFor: 15 }));
};
const listeners: Readonly<Record<string, RequestListener>> = {
  WEBHOOK: nodeAdapter(webhook),
  RECEIVER: nodeAdapter(receiver),
  ACCEPTING: (_request, response) => response.end(),
  UNABLE: unable,
};
const servers = Object.values(listeners).map((listener) => createServer(listener));
/** Addresses by the names of their servers. */
const urls = new Map<string, string>();
let platform: Awaited<ReturnType<typeof simulatePreservica>>;
let env: Record<string, string> = {};

beforeAll(async () => {
  for (const [index, name] of Object.keys(listeners).entries()) {
    const server = servers[index] as Server; // one a name
    await once(server.listen(0, "127.0.0.1"), "listening");
    urls.set(name, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  }
  platform = await simulatePreservica();
  const { server, username, password, tenant } = platform.credentials;
  env = {
    ...(process.env as Record<string, string>),
    // Preservica's receiver refuses what an emitter signs.
    RECEIVER: urls.get("RECEIVER")?.replace(/\/$/, "") ?? "",
    PRESERVICA_SERVER: server,
    PRESERVICA_USERNAME: username,
    PRESERVICA_PASSWORD: password,
    PRESERVICA_TENANT: tenant,
    PRESERVICA_WEBHOOK_SECRET: "shared",
    ACCEPTING: urls.get("ACCEPTING") ?? "",
  };
  await fillFile();
});
afterAll(async () => {
  for (const server of servers) server.close();
  await platform.close();
  remove();
});

/** What `send --json` prints. */
function sentExchange(key: string): string {
  const headers = clustaar.sign({ body: Buffer.from("{}"), timestamp: Date.now() }, key);
  const answer = { status: 200, headers: {}, body: "", milliseconds: 1 };
  const exchanges = [{ request: { headers, body: "{}" }, answer }];
  return JSON.stringify({ url: "http://localhost/webhook", exchanges });
}

/** Ids of deliveries in the file, by what became of them. */
const ids = { TAKEN: "", REFUSED: "" };

/** Lets the application of `file.ts` deliver to an endpoint that takes all, and to one that takes nothing. */
async function fillFile(): Promise<void> {
  const options = { secret: "s3cr3t", events: "adjust", backoff: false } as const;
  const emitter = await createEmitter({
    events: createEvents({ adjust: {} }),
    store: `file:${join(cwd, "hooks.db")}`,
    allowPrivate: ["127.0.0.1/32"],
    allowInsecure: true,
    webhooks: [
      { ...options, name: "taken", url: env.ACCEPTING ?? "" },
      { ...options, name: "refused", url: env.RECEIVER ?? "" },
    ],
    log: () => {},
  });
  const { deliveries } = await emitter.publish("adjust", undefined);
  [ids.TAKEN = "", ids.REFUSED = ""] = deliveries.map(({ id }) => id);
  while ((await emitter.stats()).waiting + (await emitter.stats()).inFlight > 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await emitter.close();
}

/** Command lines with the exit status that each has to end with, and what is typed. */
const cases: [status: number, command: string, line: string, stdin?: string][] = [
  [0, "chat", "chat", "Hello\n1\n"],
  [1, "chat", "chat WEBHOOK", "Hello\n/nope\n"],
  [2, "chat", "chat nowhere.ts"],
  [0, "record", "record -o chat.jsonl", "Hello\n1\nMore\n"],
  [2, "record", "record -o chat.jsonl"],
  [1, "record", "record WEBHOOK -o refused.jsonl", "Hello\n/nope\n"],
  [0, "replay", "replay chat.jsonl"],
  [1, "replay", "replay chat.jsonl other.ts"],
  [2, "replay", "replay nowhere.jsonl"],
  [0, "routes", "routes"],
  [0, "routes", "routes --event stepReached"],
  [1, "routes", "routes --event -", '{"topic":"x"}'],
  [0, "routes", "routes --event stepReached -H X-Stage:staging"],
  [2, "routes", "routes nowhere.ts"],
  [0, "send", "send --url WEBHOOK --key s3cr3t"],
  [1, "send", "send --url WEBHOOK --key s3cr3t --fault two-signatures"],
  [1, "send", "send --url WEBHOOK --fault truncated"],
  [2, "send", "send --url nowhere"],
  [0, "verify", "verify --body - SIGNED --key s3cr3t", "{}"],
  [1, "verify", "verify --body - SIGNED --key another", "{}"],
  [0, "verify", "verify --exchange - --key s3cr3t", sentExchange("s3cr3t")],
  [1, "verify", "verify --exchange - --key s3cr3t", sentExchange("another")],
  [2, "verify", "verify --exchange - --key s3cr3t", "[]"],
  [2, "verify", "verify --body - SIGNED", "{}"],
  [0, "lint", "lint -", '{"type":"pause_bot_action"}'],
  [1, "lint", "lint -", "[5, {}]"],
  [2, "lint", "lint nowhere.json"],
  [0, "schema", "schema"],
  [0, "schema", "schema card"],
  [0, "schema", "schema --command lint"],
  [2, "schema", "schema nothing"],
  [2, "schema", "schema --bundel"],
  [0, "preservica subscribe", "preservica subscribe RECEIVER --trigger MOVED"],
  [1, "preservica subscribe", "preservica subscribe WEBHOOK --trigger MOVED"],
  [2, "preservica subscribe", "preservica subscribe nowhere --trigger MOVED"],
  [0, "preservica list", "preservica list"],
  [1, "preservica list", "preservica list --server UNABLE"],
  [2, "preservica list", "preservica list --password wrong"],
  [1, "preservica unsubscribe", "preservica unsubscribe 42"],
  [0, "preservica unsubscribe", "preservica unsubscribe --all"],
  [2, "preservica unsubscribe", "preservica unsubscribe"],
  [0, "preservica listen", "preservica listen --port 0"],
  [2, "preservica listen", "preservica listen --port x"],
  [0, "webhooks list", "webhooks list"],
  [2, "webhooks list", "webhooks list --app nowhere.ts"],
  [0, "webhooks schema", "webhooks schema after:adjust"],
  [2, "webhooks schema", "webhooks schema after:nothing"],
  [0, "webhooks trigger", "webhooks trigger after:adjust ACCEPTING --secret s"],
  [1, "webhooks trigger", "webhooks trigger after:adjust"],
  [2, "webhooks trigger", "webhooks trigger after:nothing"],
  [0, "webhooks check", "webhooks check -", "webhooks: []"],
  [1, "webhooks check", "webhooks check -", "webhooks: 5"],
  [2, "webhooks check", "webhooks check nowhere.yaml"],
  [0, "webhooks generate", "webhooks generate"],
  [2, "webhooks generate", "webhooks generate --wrong"],
  [0, "webhooks explain", "webhooks explain after:adjust --data -", '{"replicas":3}'],
  [1, "webhooks explain", "webhooks explain before:scale --data -", "null"],
  [2, "webhooks explain", "webhooks explain after:adjust --data -", "{"],
  [0, "webhooks catalogue", "webhooks catalogue"],
  [2, "webhooks catalogue", "webhooks catalogue --app nowhere.ts"],
  [0, "host routes", "host routes host.ts"],
  [1, "host routes", "host routes failing.ts"],
  [2, "host routes", "host routes webhook.ts"],
  [0, "host start", "host start host.ts --port 0"],
  [1, "host start", "host start stuck.ts --port 0 --deadline 100"],
  [2, "host start", "host start nowhere.ts"],
  [0, "webhooks deliveries", "webhooks deliveries --app file.ts"],
  [1, "webhooks deliveries", "webhooks deliveries --app file.ts --failed"],
  [2, "webhooks deliveries", "webhooks deliveries"],
  [0, "webhooks redeliver", "webhooks redeliver TAKEN --app file.ts"],
  [1, "webhooks redeliver", "webhooks redeliver REFUSED --app file.ts"],
  [2, "webhooks redeliver", "webhooks redeliver dlv_nothing --app file.ts"],
  [0, "dev", "dev --port 0"],
  [2, "dev", "dev nowhere.ts"],
];

/** Commands whose answer cannot be no, with what they do instead of saying it. */
const neverNo: Readonly<Record<string, string>> = {
  dev: "runs until it is stopped; a broken webhook is shown, and waited for",
  schema: "a name that there is not is a mistake of the command line",
  "preservica listen": "runs until it is stopped; what is refused is printed",
  "webhooks list": "an application without webhooks has an empty list",
  "webhooks schema": "an event that there is not is a mistake of the command line",
  "webhooks generate": "writes the same text each time",
  "webhooks catalogue": "an application without events has an empty catalogue",
};

/** Commands that run until they are stopped, and what is done to them before that, given their first document. */
const untilStopped: Readonly<Record<string, (first: Record<string, string>) => Promise<void>>> = {
  dev: async () => {},
  "host start": async () => {},
  "preservica listen": async ({ listening = "" }) => {
    const body = Buffer.from(JSON.stringify({ triggerType: "INDEXED", events: [] }));
    const headers = preservica.sign({ body, timestamp: 0 }, "shared");
    await fetch(listening, { method: "POST", body, headers });
    await fetch(listening, { method: "POST", body: "{}" });
  },
};

/** Stops a command when something was done after its first output. */
function stopAfter(work: (first: Record<string, string>) => Promise<void>) {
  const signals = new EventEmitter();
  let isFirst = true;
  function onOut(text: string): void {
    if (!isFirst) return;
    isFirst = false;
    void work(JSON.parse(text)).finally(() => signals.emit("SIGINT"));
  }
  return { signals, onOut };
}

describe("what --json prints", () => {
  it("has a schema for every command", async () => {
    expect(leaves().toSorted()).toEqual(commandNames.toSorted());
    for (const name of commandNames) {
      const { json, status } = await run(["schema", "--command", name]);
      expect(status).toBe(0);
      ajv.compile(json<object>());
    }
    const { err, status } = await run(["schema", "--command", "preservica lst"]);
    expect(status).toBe(2);
    expect(err).toContain('did you mean "preservica list"?');
  });

  it("is tried with each exit status of each command", () => {
    for (const command of leaves()) {
      const tried = cases.filter(([, name]) => name === command).map(([status]) => status);
      const impossible = Object.hasOwn(neverNo, command) ? [1] : [];
      // A command of which the answer can be no has a row for that; the others have none.
      expect([...new Set(tried), ...impossible].toSorted(), command).toEqual([0, 1, 2]);
    }
  });

  it.each(cases)("with status %i, %s: %s", async (status, command, line, stdin = "") => {
    const args = line.split(" ").flatMap((word) => given()[word] ?? [word]);
    const stopped = status === 2 ? undefined : untilStopped[command];
    const { onOut, signals } = stopped === undefined ? {} : stopAfter(stopped);
    const called = { cwd, env, stdin, ...(signals && { onOut, signals }) };
    const result = await run([...args, "--json"], called);
    expect(result.status, result.out).toBe(status);
    const isLines = ["chat", "record", "preservica listen"].includes(command);
    const texts = isLines ? result.out.trimEnd().split("\n") : [result.out];
    const documents = texts.map((text) => JSON.parse(text) as unknown);
    expectFits(command, documents);
    if (command === "preservica listen" && status === 0) {
      expect(documents).toMatchObject([{}, { kind: "delivery" }, { kind: null, status: 401 }]);
    }
  });
});

/** What stands for words of a command line. */
function given(): Readonly<Record<string, readonly string[]>> {
  const signed = clustaar.sign({ body: Buffer.from("{}"), timestamp: Date.now() }, "s3cr3t");
  const headers = Object.entries(signed).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const words = [...urls, ...Object.entries(ids)].map(([name, word]) => [name, [word]] as const);
  return { ...Object.fromEntries(words), SIGNED: headers };
}
