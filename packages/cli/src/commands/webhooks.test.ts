import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { servo, standardWebhooks } from "@clustaar/webhook-core/signatures";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { run } from "../io.test-helpers.ts";
import { inProcess } from "../loading/in-process.test-helpers.ts";
import { emitterText, project } from "../project.test-helpers.ts";

// That it works with a process of its own is shown with each exit status, in ../json/json-output.test.ts.
vi.mock("../loading/in-child.ts", async (importOriginal) => {
  const { inChild } = await importOriginal<typeof import("../loading/in-child.ts")>();
  return { inChild: inProcess(inChild) };
});

interface Received {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const received: Received[] = [];
const server = createServer(async (request, response) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const path = request.url ?? "";
  const headers = request.headers as Record<string, string>;
  received.push({ path, headers, body: Buffer.concat(chunks).toString() });
  response.writeHead(path === "/broken" ? 500 : 200, { "content-type": "text/plain" });
  response.end(path === "/broken" ? "it is \u001b[31mbroken" : "thanks");
});
const { folder: cwd, remove } = project({
  "emitter.ts": emitterText,
  "events.ts": emitterText.split("// Emitter")[0] ?? "",
  "nothing.ts": "export const port = 3000;\n",
  "broken.ts": "const x: number = 1;\nthrow new Error('no database');\n",
  "input.json": '{"replicas":7}',
  "wrong.json": '{"replicas":"many"}',
  "hooks.yaml":
    "webhooks:\n- name: one\n  events: after:adjust\n  url: https://example.com/?k=s3cr3t\n  secret: $" +
    "{HOOK_SECRET}\n",
  "mistakes.yaml":
    "webhooks:\n- name: one\n  events: after:ajust\n  url: https://example.com/\n  secret: s3cr3t\n  tiemout: 5s\n",
});
let address = "";
let env: Record<string, string> = {};

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  env = { ...(process.env as Record<string, string>), RECEIVER: address, HOOK_SECRET: "s3cr3t" };
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  remove();
});

const webhooks = (line: string, stdin = "") =>
  run(["webhooks", ...line.split(" ")], { cwd, env, stdin });

describe("webhooks list", () => {
  it("lists the webhooks of the application, without their secrets", async () => {
    const { status, out } = await webhooks("list");
    expect(status).toBe(0);
    expect(out).toBe(
      `my_handler  active, in code  after:adjust before:adjust  ${address}/hooks
broken  active, in code  after:scale  ${address}/broken
off  switched off, in code  after:adjust  ${address}/off
`,
    );
    const { json, out: text } = await webhooks("list --app emitter.ts --json");
    expect(json()).toMatchObject([{ name: "my_handler", status: "active" }, {}, {}]);
    expect(text + out).not.toMatch(/s3cr3t|t0ken/);
  });

  it.each([
    ["no such file", "list --app nowhere.ts", "nowhere.ts: there is no such file"],
    ["a file that throws", "list --app broken.ts", "broken.ts:2: Error: no database"],
    ["nothing of webhooks", "list --app nothing.ts", "exports neither an emitter nor events"],
    ["events alone", "list --app events.ts", "but no emitter"],
  ])("fails with 2: %s", async (_what, line, message) => {
    const { status, err } = await webhooks(line);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});

describe("webhooks schema", () => {
  it("describes what is really sent", async () => {
    const { json } = await webhooks("schema after:adjust --app events.ts --json");
    const { contentType, schema } = json<{ contentType: string; schema: object }>();
    received.length = 0;
    await webhooks("trigger after:adjust my_handler");
    const [request] = received;
    expect(request?.headers["content-type"]).toBe(contentType);
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    const body = JSON.parse(request?.body ?? "");
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...body, input: { replicas: "many" } })).toBe(false);
    expect(validate({ ...body, event: "before:adjust" })).toBe(false);
  });

  it("prints the content type first, and null results before an event", async () => {
    const { status, out } = await webhooks("schema before:adjust");
    expect(status).toBe(0);
    const [head, text = ""] = out.split("\n\n", 2);
    expect(head).toBe("Content-Type: application/vnd.opsani.servo-webhooks+json");
    expect(JSON.parse(text).properties.results).toEqual({ type: "null" });
  });

  it("fails with 2 for an event that is not there, with the nearest", async () => {
    const { status, err } = await webhooks("schema after:ajust");
    expect(status).toBe(2);
    expect(err).toContain('did you mean "after:adjust"?');
  });
});

describe("webhooks trigger", () => {
  it("signs the example and sends it to all that would get it", async () => {
    received.length = 0;
    const { status, out } = await webhooks("trigger after:adjust");
    expect(status, out).toBe(0);
    expect(received.map(({ path }) => path)).toEqual(["/hooks"]);
    const [{ body = "", headers = {} } = {}] = received;
    expect(JSON.parse(body)).toMatchObject({ event: "after:adjust", input: { replicas: 3 } });
    const signed = { body: Buffer.from(body), headers: new Headers(headers) };
    for (const scheme of [servo, standardWebhooks]) {
      expect(() => scheme.verify(signed, Buffer.from("s3cr3t"))).not.toThrow();
      expect(() => scheme.verify(signed, Buffer.from("another"))).toThrow();
    }
    expect(out).toContain(`POST ${address}/hooks (my_handler)\n`);
    expect(out).toContain(`x-servo-signature: ${headers["x-servo-signature"]}\n`);
    expect(out).toContain(body);
    expect(out).toMatch(/\n200 after \d+ ms\nthanks\n$/);
    expect(headers.authorization).toBe("Bearer t0ken");
    expect(out).not.toMatch(/s3cr3t|t0ken/);
  });

  it("sends data to an address, signed with a secret that is given", async () => {
    received.length = 0;
    const line = `trigger before:adjust ${address}/typed?k=s3cr3t --app events.ts --data input.json --secret s3cr3t`;
    const { status, out } = await webhooks(line);
    expect(status, out).toBe(0);
    const [{ body = "", headers = {}, path } = {}] = received;
    expect(path).toBe("/typed?k=s3cr3t");
    expect(JSON.parse(body)).toMatchObject({ input: { replicas: 7 }, results: null });
    const signed = { body: Buffer.from(body), headers: new Headers(headers) };
    expect(() => servo.verify(signed, "s3cr3t")).not.toThrow();
    expect(out).not.toContain("s3cr3t");
  });

  it("fails with 1 where the answer is no, which may steer no terminal", async () => {
    const { status, out } = await webhooks("trigger after:scale broken");
    expect(status).toBe(1);
    expect(out).toMatch(/\n500 after \d+ ms\nit is \\u001b\[31mbroken\n$/);
  });

  it("fails with 1 where nobody would get it, and where nobody answers", async () => {
    const nobody = await webhooks("trigger before:scale");
    expect([nobody.status, nobody.out]).toEqual([1, "No webhook would get before:scale.\n"]);
    const { status, out } = await webhooks(
      "trigger after:adjust http://127.0.0.1:1/ --secret s3cr3t",
    );
    expect(status).toBe(1);
    expect(out).toContain("No answer: ");
  });

  it.each([
    ["no such webhook", "trigger after:adjust my_handlr", "my_handlr"],
    ["no such event", "trigger after:ajust my_handler", 'did you mean "after:adjust"?'],
    ["wrong data", "trigger after:adjust my_handler --data wrong.json", "replicas: "],
    ["no JSON", "trigger after:adjust my_handler --data emitter.ts", "expected JSON"],
    ["data and example", "trigger after:adjust --data input.json --example", "got both"],
    ["an address without a secret", "trigger after:adjust http://localhost:1/", "needs --secret"],
    ["a webhook and a secret", "trigger after:adjust my_handler --secret x", "has its own"],
  ])("fails with 2: %s", async (_what, line, message) => {
    const { status, err } = await webhooks(line);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});

describe("webhooks check", () => {
  it("accepts a configuration, with and without the application's events", async () => {
    for (const line of ["check hooks.yaml", "check hooks.yaml --app events.ts"]) {
      const { status, out } = await webhooks(line);
      expect(status).toBe(0);
      expect(out).toBe(
        "hooks.yaml: 1 webhook, no mistakes.\n  one  after:adjust  https://example.com/\n",
      );
    }
  });

  it("fails with 1 for mistakes, each with its line", async () => {
    const { status, out } = await webhooks("check mistakes.yaml --app events.ts");
    expect(status).toBe(1);
    expect(out).toContain("mistakes.yaml:3: webhooks.0.events");
    expect(out).toContain("did you mean after:adjust?");
    expect(out).toMatch(/mistakes\.yaml:6: .*did you mean timeout\?/);
    expect(out).not.toContain("s3cr3t");
    const alone = await webhooks("check mistakes.yaml --json");
    expect(alone.json()).toMatchObject({ webhooks: [], mistakes: [expect.any(String)] });
  });

  it("fails with 1 for a variable that is not set, and with 2 for no file", async () => {
    const unset = await run(["webhooks", "check", "hooks.yaml"], { cwd });
    expect(unset.status).toBe(1);
    expect(unset.out).toContain("HOOK_SECRET is not set");
    const { status, err } = await webhooks("check nowhere.yaml");
    expect(status).toBe(2);
    expect(err).toContain("there is no such file");
  });
});

describe("webhooks generate", () => {
  it("writes a configuration that check accepts, every comment of it, too", async () => {
    const { status, out } = await webhooks("generate");
    expect(status).toBe(0);
    const variables = {
      WEBHOOK_SECRET: "s3cr3t",
      CERT: "c",
      KEY: "k",
      CA: "a",
      CLIENT_SECRET: "s",
    };
    const called = { cwd, env: variables };
    const checked = await run(["webhooks", "check", "-"], { ...called, stdin: out });
    expect(checked.out).toBe(
      "-: 1 webhook, no mistakes.\n  my_handler  after:measure  https://example.com/webhooks\n",
    );
    const [head = "", comments = ""] = out.split("\n\n");
    const keys = comments.match(/^# \w+(?=:)/gm) ?? [];
    expect(keys.length).toBeGreaterThan(15);
    for (const line of comments.trim().split("\n")) {
      const stdin = `${head}\n${line.replace("# ", "  ")}\n`;
      const whole = await run(["webhooks", "check", "-"], { ...called, stdin });
      expect(whole.status, whole.out).toBe(0);
    }
  });
});

describe("webhooks explain", () => {
  it("says who would get an event, and why not", async () => {
    const { status, out } = await webhooks("explain after:adjust --data -", '{"replicas":3}');
    expect(status).toBe(0);
    expect(out).toBe(`my_handler: yes
broken: no, after:adjust is not among its events
off: no, it is switched off (enabled: false)
`);
    const nobody = await webhooks("explain before:scale --data -", "null");
    expect(nobody.status).toBe(1);
    const unknown = await webhooks("explain after:ajust --data -", "null");
    expect(unknown.status).toBe(2);
    expect(unknown.err).toContain("after:adjust");
  });
});

describe("webhooks catalogue", () => {
  it("writes all events as Markdown, and as HTML, with markup as text", async () => {
    const { status, out } = await webhooks("catalogue --app events.ts");
    expect(status).toBe(0);
    expect(out).toMatch(
      /^# Events\n\n## adjust\n\nThe number of \\<b\\>replicas\\<\/b\\> has changed\.\n\n### Input\n\n```json\n\{/,
    );
    expect(out).toContain('### Example\n\n```json\n{\n  "replicas": 3\n}\n```\n');
    expect(out).toContain("## scale\n\nDeprecated: use adjust.\n\nSomething has been scaled.\n");
    const { out: html } = await webhooks("catalogue --html");
    expect(html).toContain("<p>The number of &lt;b&gt;replicas&lt;/b&gt; has changed.</p>");
    expect(html).toContain("<pre><code>{\n  &quot;replicas&quot;: 3\n}</code></pre>");
    expect(html).not.toContain("<b>");
  });
});
