import { fileURLToPath } from "node:url";
import type { WebhookResponse } from "@clustaar/webhook-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProcess } from "./adapters/in-process.ts";
import { LoadGenerator, requestBytes } from "./adapters/load.ts";
import { ServerProcess } from "./adapters/server-process.ts";
import { portOf, type ServerName, servers } from "./adapters/servers.ts";
import { endpointOf, variants } from "./adapters/variants.ts";
import { answerCold, type Script, scripts } from "./cold/index.ts";
import { hostContestants } from "./host.ts";
import { mapOnce } from "./mapping/index.ts";
import { largest, type Message, messages, rich } from "./messages.ts";
import { peersOf, schemesOf } from "./peers.ts";
import { headersOf, receivePath } from "./receive.ts";
import { routeContestants } from "./routes.ts";

// What is measured has to do its work: a contestant that answers nothing would be a fast one.

const { medium } = messages;
const forged = forge(medium);
const answer = String(receivePath(medium)[0].run());
// The processes that the tests start run on the sources as well.
const onSources = [
  "--conditions=@clustaar/source",
  "--import",
  fileURLToPath(import.meta.resolve("tsx")),
];

describe.each([...Object.values(messages), largest, ...Object.values(rich)])(
  "the receive path, $name",
  (message) => {
    it("gives the answer that the floor gives", async () => {
      const [floor, whole] = receivePath(message);
      const text = String(floor.run());
      expect(JSON.parse(text).actions.at(-1)).toEqual({
        type: "send_text_action",
        alternatives: ["Hello"],
      });
      const { status, body } = (await whole.run()) as WebhookResponse;
      expect(status).toBe(200);
      expectSame(body, text);
    });

    it("refuses a body that was not signed", async () => {
      const [floor, whole] = receivePath(message, forge(message));
      expect(floor.run()).toBeUndefined();
      expect(await whole.run()).toMatchObject({ status: 401 });
    });
  },
);

describe("routes", () => {
  it.each(routeContestants())("$name: the last one takes the message", async ({ run }) => {
    expect(await run()).toMatchObject({ status: 200 });
  });
});

describe.each([
  ["peers", peersOf],
  ["schemes", schemesOf],
] as const)("%s", (_, contestants) => {
  it.each(contestants(medium))("$name takes the message", async ({ run }) => {
    const json = await run();
    // A handler of @octokit/webhooks gives nothing back; `run` checks itself that it was called.
    if (json !== undefined) expect(json).toEqual(JSON.parse(medium.body.toString()));
  });

  it.each(contestants(medium, forged))("$name refuses a forged body", async ({ run }) => {
    await expect((async () => run())()).rejects.toThrow();
  });
});

describe.each(Object.entries(servers))("the server %s", (_, start) => {
  it.each(variants)("%s answers, and refuses a forged body", async (variant) => {
    const server = await start(endpointOf(variant));
    const post = (body: Buffer) =>
      fetch(`http://127.0.0.1:${portOf(server)}/`, {
        method: "POST",
        headers: headersOf(medium),
        body,
      });
    try {
      const response = await post(medium.body);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toContain("application/json");
      expectSame(await response.text(), answer);
      expect((await post(forged)).status).toBe(401);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

describe.each(Object.entries(inProcess))("the host %s", (_, make) => {
  it.each(variants)("%s answers, and refuses a forged body", async (variant) => {
    const { statusCode, body } = await make(variant, medium).run();
    expect(statusCode).toBe(200);
    expectSame(body, answer);
    expect((await make(variant, medium, forged).run()).statusCode).toBe(401);
  });
});

describe("the load generator", () => {
  // The server's name is one of the table's keys.
  const name: ServerName = "node";
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start(name, "bare", onSources);
  });
  afterAll(() => server.stop());

  it("counts an answer on every connection, and the process its CPU time", async () => {
    const request = requestBytes(headersOf(medium), medium.body);
    const load = await LoadGenerator.connect(server.port, 3, request);
    const before = await server.cpu();
    const { requests } = await load.run(0);
    load.close();
    expect(requests).toBe(3);
    expect(await server.cpu()).toBeGreaterThan(before);
  });

  it("does not count refusals", async () => {
    const request = requestBytes(headersOf(medium), forged);
    const load = await LoadGenerator.connect(server.port, 1, request);
    await expect(load.run(0)).rejects.toThrow("expected status 200, got HTTP/1.1 401");
    load.close();
  });
});

// The scripts' names are the table's keys.
describe.each(Object.keys(scripts) as Script[])("cold start of %s", (script) => {
  it("gives the floor's answer", async () => {
    const cold = await answerCold(script, onSources);
    expectSame(cold.answer, answer);
    expect(cold.time).toBeGreaterThan(0);
  });
});

describe.each(["generated", "interpreted"] as const)("a mapping that is %s", (variant) => {
  it("gives the message back as it came", async () => {
    const { micros, same } = await mapOnce(variant, messages.medium, 1, onSources);
    expect(same).toBe(true);
    expect(micros).toBeGreaterThan(0);
  });
});

/** The same JSON in as many letters: the order of the keys may differ. */
function expectSame(text: unknown, expected: string): void {
  expect(JSON.parse(String(text))).toEqual(JSON.parse(expected));
  expect(String(text)).toHaveLength(expected.length);
}

/** The same body but for one letter. */
function forge({ body }: Message): Buffer {
  const copy = Buffer.from(body);
  copy[copy.indexOf("tintin")] = "b".charCodeAt(0);
  return copy;
}

describe("the host and others with the same routes", () => {
  it("give the answer of the last route", async () => {
    for (const { name, run } of await hostContestants()) expect(await run(), name).toBe("order 42");
  });
});
