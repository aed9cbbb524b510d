import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createEmitter, createEvents, type Emitter } from "@clustaar/webhook-emitter";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { run } from "../io.test-helpers.ts";
import { outputSchema } from "../json/output-schemas.ts";
import { inProcess } from "../loading/in-process.test-helpers.ts";
import { project } from "../project.test-helpers.ts";
import type { Redelivered, ShownDelivery } from "../webhooks/deliveries-task.ts";

// That it works with a process of its own is shown with each exit status, in ../json/json-output.test.ts.
vi.mock("../loading/in-child.ts", async (importOriginal) => {
  const { inChild } = await importOriginal<typeof import("../loading/in-child.ts")>();
  return { inChild: inProcess(inChild) };
});

let status = 200;
let requests = 0;
const server = createServer((request, response) => {
  requests++;
  request.resume().on("end", () => response.writeHead(status).end("thanks"));
});
const { folder: cwd, remove } = project({
  "emitter.ts": `import { createEmitter, createEvents } from "@clustaar/webhook-emitter";
export const emitter = await createEmitter({
  events: createEvents({ adjust: {}, scale: {} }),
  store: "file:" + process.env.HOOKS,
  allowPrivate: ["127.0.0.1/32"],
  allowInsecure: true,
  webhooks: [
    { name: "billing", url: process.env.RECEIVER, secret: "s3cr3t", events: "adjust", backoff: false },
    { name: "stock", url: process.env.RECEIVER, secret: "s3cr3t", events: "scale" },
  ],
});
`,
  "memory.ts": `import { createEmitter, createEvents } from "@clustaar/webhook-emitter";
export default await createEmitter({ events: createEvents({ adjust: {} }), store: "memory:" });
`,
});
let env: Record<string, string> = {};
let receiver = "";

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  receiver = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  env = {
    ...(process.env as Record<string, string>),
    RECEIVER: receiver,
    HOOKS: join(cwd, "hooks.db"),
  };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  remove();
});
let application: Emitter | undefined;
afterEach(async () => {
  await application?.close();
  application = undefined;
});

/** The application as it runs: in this process, which has the file open. */
async function runApplication(): Promise<Emitter> {
  const options = { url: receiver, secret: "s3cr3t" };
  application = (await createEmitter({
    events: createEvents({ adjust: {}, scale: {} }),
    store: `file:${join(cwd, "hooks.db")}`,
    allowPrivate: ["127.0.0.1/32"],
    allowInsecure: true,
    schedule: [3_600_000],
    webhooks: [
      { ...options, name: "billing", events: "adjust", backoff: false },
      { ...options, name: "stock", events: "scale" },
    ],
  })) as unknown as Emitter;
  return application;
}

async function ended(emitter: Emitter, id: string) {
  for (;;) {
    const found = await emitter.deliveries.get(id);
    if (found && found.attempts.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const webhooks = (line: string) => run(["webhooks", ...line.split(" ")], { cwd, env });
const fits = (command: string, value: unknown) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(outputSchema(`webhooks ${command}`) ?? false);
  return validate(value) ? [] : validate.errors;
};

describe("webhooks deliveries, while the application has the file open", () => {
  it("shows what was sent, what waits and what failed, and why", async () => {
    const emitter = await runApplication();
    const publish = async (event: "adjust" | "scale") =>
      (await emitter.publish(event, undefined)).deliveries[0]?.id ?? "";
    status = 200;
    const good = await publish("adjust");
    await ended(emitter, good);
    status = 500;
    const [dead, retried] = [await publish("adjust"), await publish("scale")];
    await ended(emitter, dead);
    await ended(emitter, retried);
    await emitter.webhooks.pause("billing");
    const waiting = await publish("adjust");
    const sent = requests;

    const all = await webhooks("deliveries");
    expect(all.status, all.err).toBe(0);
    expect(all.out.match(/^dlv_\w+/gm)).toEqual([waiting, retried, dead, good]);
    expect(all.out).toContain(`${waiting}  waiting  billing  after:adjust  `);
    expect(all.out).toMatch(new RegExp(`${dead}  dead .*\n  .*last attempt .*: .*500.* after`));
    expect(all.out).toMatch(new RegExp(`${retried}  waiting .*\n.*1 attempt so far, the next one`));

    const failed = await webhooks("deliveries --failed --json");
    expect(failed.status).toBe(1);
    const shown = failed.json<ShownDelivery[]>();
    expect(fits("deliveries", shown)).toEqual([]);
    expect(shown).toMatchObject([
      { id: retried, webhook: "stock", state: "waiting", lastAttempt: { ok: false, status: 500 } },
      { id: dead, webhook: "billing", state: "dead" },
    ]);

    const own = await webhooks("deliveries --webhook billing --limit 2 --json");
    expect(own.json<ShownDelivery[]>().map(({ id }) => id)).toEqual([waiting, dead]);
    expect(requests, "looking sends nothing").toBe(sent);
  });

  it("refuses to send in place of the process that has the file, and says what to do", async () => {
    const emitter = await runApplication();
    const { items } = await emitter.deliveries.list({ states: ["dead"] });
    const { status: exit, err } = await webhooks(`redeliver ${items[0]?.id}`);
    expect(exit).toBe(2);
    expect(err).toContain(`in use by the process ${process.pid}`);
    expect(err).toContain(`have it call emitter.deliveries.redeliver("${items[0]?.id}")`);
    expect(err).toContain("Or stop it, run this command, and start it again");
  });
});

describe("webhooks redeliver, while the application does not run", () => {
  it("sends it once more, and says how that went", async () => {
    const [dead] = (await webhooks("deliveries --failed --webhook billing --json")).json<
      ShownDelivery[]
    >();
    const paused = await webhooks(`redeliver ${dead?.id}`);
    expect([paused.status, paused.err]).toEqual([
      2,
      expect.stringContaining('it is paused; call emitter.webhooks.resume("billing") first'),
    ]);
    const emitter = await runApplication();
    const { items } = await emitter.deliveries.list({ states: ["waiting"], webhookId: "billing" });
    status = 200;
    await emitter.webhooks.resume("billing");
    for (const { id } of items) await ended(emitter, id);
    await emitter.close();
    status = 503;
    const again = await webhooks(`redeliver ${dead?.id}`);
    expect(again.status, again.err).toBe(1);
    expect(again.out).toMatch(/^Not delivered: .*503.* after \d+ ms\ndlv_\w+ {2}dead/);
    status = 204;
    const { status: exit, json } = await webhooks(`redeliver ${dead?.id} --json`);
    expect(exit).toBe(0);
    const redelivered = json<Redelivered>();
    expect(fits("redeliver", redelivered)).toEqual([]);
    expect(redelivered).toMatchObject({
      attempt: { kind: "extra", ok: true, status: 204 },
      delivery: { id: dead?.id, state: "delivered" },
    });
  });

  it.each([
    ["a delivery that there is not", "redeliver dlv_nothing", "no delivery has the id"],
    ["a webhook that there is not", "deliveries --webhook biling", "there are billing, stock"],
    ["a limit out of range", "deliveries --limit 501", "from 1 to 500"],
    ["memory", "deliveries --app memory.ts", "inside the process that runs the application"],
  ])("fails with 2: %s", async (_what, line, message) => {
    const { status: exit, err } = await webhooks(line);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });
});
