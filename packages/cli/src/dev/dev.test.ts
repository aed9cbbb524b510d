import { execFile, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { signedRequest } from "@clustaar/webhook-core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faults } from "../sending/faults.ts";
import { type DevBot, startBot } from "./dev.test-helpers.ts";
import type { ExchangeView, SavedTest } from "./protocol.ts";

const hasNoCurl = !process.env.CI && spawnSync("curl", ["--version"]).error !== undefined;
const others = [{ id: "507f191e810c19729de860eb", name: "Jackets" }];

describe("clustaar dev", () => {
  let bot: DevBot;
  beforeAll(async () => {
    bot = await startBot();
  });
  afterAll(() => bot.close());

  it("plays a conversation through the webhook, signed", async () => {
    expect((await bot.api("play", { type: "say", text: "I want a jacket" })).status).toBe(204);
    expect((await bot.api("play", { type: "click", title: "XL" })).status).toBe(204);
    const { turns, situation, server } = await bot.snapshot();
    expect(server).toMatchObject({ status: "running", signs: true, target: "webhook.ts" });
    expect(turns.map(({ exchanges }) => exchanges[0]?.signature.verdict)).toEqual([
      "accepted",
      "accepted",
    ]);
    expect(situation.session.values).toEqual({ size: "XL" });
    expect(turns[1]?.turn.changed.length).toBeGreaterThan(0);
  });

  it("refuses what cannot be answered, naming what can", async () => {
    const response = await bot.api("play", { type: "click", title: "XXL" });
    expect(response.status).toBe(409);
    expect(((await response.json()) as { detail: string }).detail).toContain("XXL");
  });

  it("goes back to a turn and plays on from there", async () => {
    await bot.api("rewind", { turn: 1 });
    const { turns, situation } = await bot.snapshot();
    expect(turns).toHaveLength(1);
    expect(situation.session.values).toEqual({});
  });

  it("says by the doctor why a request is refused", async () => {
    const response = await bot.api("resend", { exchange: "1.1", fault: "reserialised" });
    const { signature, exchange } = (await response.json()) as ExchangeView;
    expect(exchange.response.status).toBe(401);
    expect(signature).toMatchObject({
      verdict: "refused",
      diagnosis: { cause: "body_reserialised" },
    });
  });

  it("sends an edited request, signed again", async () => {
    const { turns } = await bot.snapshot();
    const first = turns[0]?.exchanges[0] as ExchangeView;
    const body = first.exchange.request.body.replace("customer_chat", "facebook");
    const sent = (await (
      await bot.api("resend", { exchange: "1.1", body })
    ).json()) as ExchangeView;
    expect(sent.exchange.response.status).toBe(200);
    expect(sent.signature.verdict).toBe("accepted");
    expect(sent.curl).toContain("openssl dgst -sha1");
    expect(sent.curl).not.toContain(bot.key);
  });

  it("keeps the conversation while the webhook is restarted, and shows a broken file with its line", async () => {
    const file = join(bot.folder, "webhook.ts");
    const good = readFileSync(file, "utf8");
    writeFileSync(file, `${good}\nconst broken = ;\n`);
    const broken = await bot.until(({ server }) => server.status === "broken");
    expect(broken.server.error).toMatchObject({
      file: "webhook.ts",
      line: good.split("\n").length + 1,
    });
    expect(broken.server.error?.frame).toContain("const broken = ;");
    const answer = await fetch(bot.webhookUrl, { method: "POST", body: "{}" });
    expect(answer.status).toBe(502);

    writeFileSync(file, good.replace("Which size?", "What size?"));
    await bot.until(({ server }) => server.status === "running");
    await bot.api("play", { type: "say", text: "again" });
    const { turns } = await bot.snapshot();
    expect(turns).toHaveLength(2);
    expect(JSON.stringify(turns[1])).toContain("What size?");
  });

  it("makes each fault, and shows how the webhook answers it", { timeout: 120_000 }, async () => {
    const answers: Record<string, string> = {};
    for (const fault of Object.keys(faults)) {
      const response = await bot.api("resend", { exchange: "1.1", fault });
      const { exchange, signature } = (await response.json()) as ExchangeView;
      const { response: answer, problem } = exchange;
      answers[fault] = `${answer.status} ${problem?.code ?? "answered"}, ${signature.verdict}`;
    }
    expect(answers).toMatchInlineSnapshot(`
      {
        "duplicate": "200 answered, accepted",
        "future": "400 request_from_future, refused",
        "no-date": "400 date_missing, refused",
        "reserialised": "401 signature_invalid, refused",
        "slow": "200 answered, accepted",
        "stale": "400 request_too_old, refused",
        "truncated": "0 no_answer, unanswered",
        "two-signatures": "401 signature_malformed, refused",
        "wrong-key": "401 signature_invalid, refused",
      }
    `);
  });

  it.skipIf(hasNoCurl)("gives a curl command that signs, and is accepted", async () => {
    const { turns } = await bot.snapshot();
    const curl = turns[0]?.exchanges[0]?.curl;
    const env = { ...process.env, CLUSTAAR_PRIVATE_KEY: bot.key };
    const { stdout } = await promisify(execFile)("bash", ["-c", `${curl} -sS`], { env });
    expect(JSON.parse(stdout).actions).toHaveLength(1);
  });

  it("takes over a bot file and a webhook that are saved at the same moment", async () => {
    const file = join(bot.folder, "webhook.ts");
    const good = readFileSync(file, "utf8");
    writeFileSync(file, `${good}\nconsole.log("saved");\n`);
    const steps = [{ id: "507f191e810c19729de860ea", name: "Renamed" }];
    writeFileSync(join(bot.folder, "bot.json"), JSON.stringify({ steps: [...steps, ...others] }));
    const { bot: view } = await bot.until(
      ({ bot: seen, server }) =>
        seen.steps[0]?.name === "Renamed" && server.log.some(({ text }) => text === "saved"),
    );
    expect(view.steps).toHaveLength(2);
    expect((await bot.snapshot()).turns).toHaveLength(2);
  });

  it("shows what is wrong with a bot file, and goes on with the one before", async () => {
    writeFileSync(join(bot.folder, "bot.json"), "{");
    const { bot: view } = await bot.until(({ bot: seen }) => seen.error !== null);
    expect(view.error).toContain("JSON");
    expect((await bot.api("play", { type: "say", text: "still there?" })).status).toBe(204);
    await bot.api("rewind", { turn: 2 });
  });

  it("writes a test that replays the conversation", async () => {
    const saved = (await (await bot.api("save-test", { name: "jackets" })).json()) as SavedTest;
    expect(saved).toEqual({
      transcript: "conversations/jackets.jsonl",
      test: "conversations/jackets.test.ts",
      command: "npx vitest run conversations/jackets.test.ts",
    });
    expect(
      readFileSync(join(bot.folder, saved.transcript), "utf8").split("\n").length,
    ).toBeGreaterThan(2);
    expect(readFileSync(join(bot.folder, saved.test), "utf8")).toContain('import("../webhook.ts")');
    // A path is not a name.
    expect((await bot.api("save-test", { name: "../../x" })).status).toBe(409);
  });

  it("forwards what others send byte for byte, and the webhook checks the signature", async () => {
    const { headers, body } = signedRequest({ privateKey: bot.key });
    const good = await fetch(bot.webhookUrl, { method: "POST", headers, body });
    expect(good.status).toBe(200);
    expect((await fetch(bot.webhookUrl, { method: "POST", body })).status).toBe(401);
  });

  it("takes another visitor, and starts over", async () => {
    await bot.api("new-visitor", {});
    expect((await bot.snapshot()).turns).toEqual([]);
  });
});

describe("the dev server is closed to", () => {
  let bot: DevBot;
  beforeAll(async () => {
    bot = await startBot();
  });
  afterAll(() => bot.close());

  const ask = (path: string, headers: Record<string, string>, method = "POST") =>
    new Promise<number>((resolve, reject) => {
      const url = new URL(path, bot.origin);
      const request = httpRequest(url, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on("error", reject);
      request.end(method === "POST" ? "{}" : undefined);
    });
  const withToken = () => ({ authorization: `Bearer ${bot.token}` });

  it("a name that was rebound to this machine", async () => {
    for (const host of ["evil.example", `evil.example:${bot.port}`, "127.0.0.1:1"]) {
      expect(await ask("/api/play", { ...withToken(), host })).toBe(403);
      expect(await ask("/", { host }, "GET")).toBe(403);
    }
  });

  it("a page of another origin, its form posts and its images included", async () => {
    expect(await ask("/api/play", { ...withToken(), origin: "http://evil.example" })).toBe(403);
    expect(await ask("/api/play", { ...withToken(), origin: "null" })).toBe(403);
    expect(
      await ask("/api/play", { ...withToken(), origin: `http://127.0.0.1:${bot.port + 1}` }),
    ).toBe(403);
    expect(await ask("/", { "sec-fetch-site": "cross-site" }, "GET")).toBe(403);
    expect(await ask("/webhook", { origin: "http://evil.example" })).toBe(403);
  });

  it("a request without a token", async () => {
    expect(await ask("/api/play", {})).toBe(401);
    expect(await ask("/api/events", { authorization: "Bearer wrong" }, "GET")).toBe(401);
    expect(await ask("/", {}, "GET")).toBe(200);
  });

  it("scripts of others: the policy allows its own only", async () => {
    const response = await fetch(bot.origin);
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(await response.text()).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });

  it("nonsense", async () => {
    for (const body of [{}, { type: "nothing" }, { type: "say" }, { type: "rate", rating: {} }]) {
      const { status } = await bot.api("play", body);
      expect(status).toBeGreaterThanOrEqual(400);
    }
    expect((await bot.api("rewind", { turn: "x" })).status).toBe(409);
    expect((await bot.api("nothing", {})).status).toBe(404);
    await setTimeout(10);
    expect((await bot.snapshot()).busy).toBe(false);
  });
});
