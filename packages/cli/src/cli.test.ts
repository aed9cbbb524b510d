import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import { schemas } from "@clustaar/schemas";
import { sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";
import { clustaar } from "@clustaar/webhook-core/signatures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "./commands/index.ts";
import { leaves } from "./commands/leaves.test-helpers.ts";
import { run } from "./io.test-helpers.ts";

describe("every command", () => {
  it.each(leaves().map((name) => [name]))("%s has help with examples", async (name) => {
    const { status, out } = await run([...name.split(" "), "--help"]);
    expect(status).toBe(0);
    expect(out).toContain(`clustaar ${name}`);
    expect(out).toContain("Examples:");
    expect(out).toContain("--json");
  });

  it("is listed", async () => {
    const { out, status } = await run(["--help"]);
    expect(status).toBe(0);
    for (const { summary } of commands) expect(out.replace(/\s+/g, " ")).toContain(`${summary}`);
  });

  it("refuses an option it does not know", async () => {
    const { status, err } = await run(["schema", "--bundel"]);
    expect(status).toBe(2);
    expect(err).toContain("unknown option '--bundel'");
    expect(err).toContain("--bundle");
  });

  it("suggests the nearest command", async () => {
    const { status, err } = await run(["scheme"]);
    expect(status).toBe(2);
    expect(err).toContain("schema");
  });

  it("without a command prints help and fails", async () => {
    expect((await run([])).status).toBe(2);
  });
});

describe("schema", () => {
  it("lists names", async () => {
    const { out, status } = await run(["schema"]);
    expect(status).toBe(0);
    expect(out.split("\n")).toContain("send_text_action");
    expect((await run(["schema", "--json"])).json<string[]>()).toContain("card");
  });

  it("prints one, or all of them", async () => {
    expect((await run(["schema", "card"])).json()).toMatchObject({ type: "object" });
    const bundle = (await run(["schema", "--bundle"])).json<{ $defs: object }>();
    expect(Object.keys(bundle.$defs).sort()).toEqual(Object.keys(schemas).sort());
  });

  it("suggests the nearest name", async () => {
    const { status, err } = await run(["schema", "send_txt_action"]);
    expect(status).toBe(2);
    expect(err).toContain('did you mean "send_text_action"?');
  });

  it("says it in JSON where JSON was asked for", async () => {
    const { status, json } = await run(["schema", "nothing", "--json"]);
    expect(status).toBe(2);
    expect(json<{ error: { message: string } }>().error.message).toContain('no schema "nothing"');
  });
});

describe("verify", () => {
  const body = '{"topic": "x"}';
  const { date = "", "x-hub-signature": signature = "" } = clustaar.sign(
    { body: Buffer.from(body), timestamp: Date.UTC(2026, 10, 22) },
    "s3cr3t",
  );
  const args = [
    "verify",
    "--body",
    "-",
    "-H",
    `Date: ${date}`,
    "-H",
    `X-Hub-Signature: ${signature}`,
  ];

  it("fits", async () => {
    expect(await run([...args, "--key", "s3cr3t"], { stdin: body })).toMatchObject({ status: 0 });
  });

  it("takes the key from the environment", async () => {
    const env = { CLUSTAAR_PRIVATE_KEY: "s3cr3t" };
    expect(await run(args, { stdin: body, env })).toMatchObject({ status: 0 });
  });

  it("says why it does not fit, and fails with 1", async () => {
    const { status, out } = await run([...args, "--key", "s3cr3t"], { stdin: '{"topic":"x"}' });
    expect(status).toBe(1);
    expect(out).toContain("rewritten");
    expect(out).not.toContain("s3cr3t");
  });

  it("looks at the age where a time is given", async () => {
    const { json } = await run(
      [...args, "--key", "s3cr3t", "--at", "2026-11-22T00:01:00Z", "--json"],
      { stdin: body },
    );
    expect(json()).toMatchObject({ fits: true, cause: "clock" });
  });

  it("reads what send --json printed, the first that was refused", async () => {
    const sign = (text: string) =>
      clustaar.sign({ body: Buffer.from(text), timestamp: Date.UTC(2026, 10, 22) }, "s3cr3t");
    const exchange = (sentBody: string, signedBody: string, status: number | null) => ({
      request: { headers: sign(signedBody), body: sentBody },
      answer: { status, headers: {}, body: "", milliseconds: 1 },
    });
    const read = (...exchanges: object[]) =>
      run(["verify", "--exchange", "-", "--key", "s3cr3t", "--json"], {
        stdin: JSON.stringify({ url: "http://localhost:3000/webhook", exchanges }),
      });
    const good = exchange(body, body, 200);
    expect((await read(good)).status).toBe(0);
    const refused = await read(good, exchange('{"topic":"x"}', body, 401), good);
    expect(refused.status).toBe(1);
    expect(refused.json()).toMatchObject({ cause: "body_reserialised" });
    expect((await read(good, exchange("{}", body, null))).json()).toMatchObject({ fits: false });
    const bytes = await read(exchange("\uFFFD", body, 401));
    expect(bytes.status).toBe(2);
    expect(bytes.out).toContain("the body was not UTF-8");
  });

  it.each([
    ["no key", args, "expected a key"],
    ["an unknown scheme", [...args, "--key", "k", "--scheme", "githup"], 'did you mean "github"?'],
    [
      "a header without a colon",
      [...args, "--key", "k", "-H", "nonsense"],
      'expected "Name: value"',
    ],
    ["no body", ["verify", "--key", "k"], "expected --body or --exchange"],
    [
      "a body and an exchange",
      ["verify", "--body", "-", "--exchange", "-", "--key", "k"],
      "got both",
    ],
    [
      "an exchange that is none",
      ["verify", "--exchange", "-", "--key", "k"],
      "clustaar send --json",
    ],
  ])("fails with 2: %s", async (_what, wrong, message) => {
    const { status, err } = await run(wrong, { stdin: body });
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});

describe("send", () => {
  const webhook = new Webhook({ privateKey: "s3cr3t", auth: null })
    .on("conversation.step_reached", ({ notification }) =>
      stepReachedResponse({
        actions: [sendTextAction({ alternatives: [`Hello from ${notification.event.channel}`] })],
      }),
    )
    .onResponse(() => {});
  const server = createServer(nodeAdapter(webhook));
  let url = "";
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const send = (...args: string[]) => run(["send", "--url", url, "--key", "s3cr3t", ...args]);

  it("signs, sends and prints the answer", async () => {
    const { status, out } = await send("--set", "data.channel=facebook");
    expect(status).toBe(0);
    expect(out).toContain("X-Hub-Signature: sha1=");
    expect(out).toContain("-> 200 in");
    expect(out).toContain("Hello from facebook");
  });

  it("sent a step's id of digits as a number", async () => {
    const set = ["--set", "data.step.id=1234", "--set", "data.new=1", "--set", "data.channel=null"];
    const { exchanges } = (await send("--json", ...set)).json<{
      exchanges: { request: { body: string } }[];
    }>();
    const { data } = JSON.parse(exchanges[0]?.request.body ?? "");
    expect([data.step.id, data.new, data.channel]).toEqual(["1234", 1, null]);
  });

  it("sends a file, another topic and other headers, several times", async () => {
    const { json, status } = await run(
      [
        "send",
        "-",
        "--url",
        url,
        "--key",
        "s3cr3t",
        "--topic",
        "order.paid",
        "-H",
        "X-Mine: 1",
        "--repeat",
        "2",
        "--json",
      ],
      { stdin: '{"data": {}}' },
    );
    expect(status).toBe(1);
    const { exchanges } = json<{
      exchanges: { request: { headers: object; body: string }; answer: { status: number } }[];
    }>();
    expect(exchanges.map(({ answer }) => answer.status)).toEqual([404, 404]);
    expect(exchanges[0]?.request.headers).toMatchObject({ "X-Mine": "1" });
    expect(JSON.parse(exchanges[0]?.request.body ?? "")).toEqual({ data: {}, topic: "order.paid" });
  });

  it("never prints a password", async () => {
    const { out } = await send("--user", "bot:p4ssword");
    expect(out).toContain("Authorization: Basic ***");
    expect(out).not.toContain(Buffer.from("bot:p4ssword").toString("base64"));
  });

  it.each([
    ["wrong-key", 401, "signature_invalid"],
    ["stale", 400, "request_too_old"],
    ["future", 400, "request_from_future"],
    ["reserialised", 401, "signature_invalid"],
    ["no-date", 400, "date_missing"],
    ["two-signatures", 401, "signature_malformed"],
  ])("makes the fault %s", async (fault, status, code) => {
    const result = await send("--fault", fault, "--json");
    expect(result.status).toBe(1);
    const { answer } =
      result.json<{ exchanges: { answer: { status: number; body: string } }[] }>().exchanges[0] ??
      {};
    expect(answer?.status).toBe(status);
    expect(JSON.parse(answer?.body ?? "{}").code).toBe(code);
  });

  it("sends a duplicate byte for byte", async () => {
    const { json } = await send("--fault", "duplicate", "--json");
    const [one, two] = json<{ exchanges: { request: object }[] }>().exchanges;
    expect(two?.request).toEqual(one?.request);
  });

  it("sends slowly, and not to the end", async () => {
    expect((await send("--fault", "slow")).status).toBe(0);
    const { out, status } = await send("--fault", "truncated");
    expect(status).toBe(1);
    expect(out).toContain("no answer");
  });

  it.each([
    ["nobody listens", ["--url", "http://127.0.0.1:9/webhook"], "nobody listens"],
    ["no address", ["--url", "nonsense"], "expected an address"],
    ["an unknown fault", ["--fault", "wrongkey"], 'did you mean "wrong-key"?'],
    ["a wrong number", ["--repeat", "0"], "expected a whole number from 1 up"],
    ["a set without a path", ["--set", "x"], "expected path=value"],
  ])("fails with 2: %s", async (_what, args, message) => {
    const { status, err } = await run(["send", "--url", url, "--key", "s3cr3t", ...args]);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});
