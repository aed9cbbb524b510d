import { afterAll, describe, expect, it } from "vitest";
import { run } from "../io.test-helpers.ts";
import { JACKETS, project, shopText, WELCOME } from "../project.test-helpers.ts";

describe("routes", () => {
  const { folder: cwd, remove } = project({
    "webhook.ts": shopText,
    "broken.ts": "const x: number = 1;\nthrow new Error('no database');\n",
    "server.ts": "export const server = {};\n",
    "preservica.ts":
      'import { PreservicaReceiver } from "@clustaar/webhook-preservica";\nexport default new PreservicaReceiver({ secret: "s" });\n',
    "staged.ts": shopText.replace(
      /filters: stepId\(.*?\)/,
      'filters: (_json, { headers }) => headers.get("x-stage") === "staging"',
    ),
    "loud.ts": `console.log("loading"); setInterval(() => {}, 1_000);\nexport * from "./webhook.ts";\n`,
  });
  afterAll(remove);

  it("lists topics, routes with their filters, and middleware", async () => {
    const { status, out } = await run(["routes"], { cwd });
    expect(status).toBe(0);
    expect(out).toBe(
      `webhook.ts: 2 routes, tried in this order; middleware: log.

conversation.step_reached
  1. jackets: stepId(${JACKETS})
  2. any: no filters, handles every body
`,
    );
  });

  it("says which route takes an event and why the others do not", async () => {
    const { status, out } = await run(["routes", "--event", "stepReached"], { cwd });
    expect(status).toBe(0);
    expect(out).toBe(
      `Route 2, any, handles conversation.step_reached.

  1. jackets: no, stepId(${JACKETS}) does not pass: data.step.id is "${WELCOME}", not "${JACKETS}"
  2. any: yes, it has no filters, so it handles every body of its topic
`,
    );
  });

  it("shows the event's headers to filters that look at them", async () => {
    const ask = async (...more: string[]) => {
      const args = ["routes", "staged.ts", "--json", "--event", "stepReached", ...more];
      return (await run(args, { cwd })).json<{ explanation: { route: { name: string } } }>();
    };
    expect((await ask()).explanation.route.name).toBe("any");
    expect((await ask("-H", "X-Stage: staging")).explanation.route.name).toBe("jackets");
  });

  it("fails with 1 where no route takes the event, which may steer no terminal", async () => {
    const event = JSON.stringify({ topic: "order\u001b]0;paid", data: {} });
    const { status, out } = await run(["routes", "--event", "-"], { cwd, stdin: event });
    expect(status).toBe(1);
    expect(out).toContain("No route handles it: 404 no_route, expected a topic with a route");
    expect(out).not.toContain("\u001b");
  });

  it("prints JSON, and nothing that the file itself prints", async () => {
    const args = ["routes", "loud.ts", "--json", "--event", "stepReached"];
    const { json, err } = await run([...args, "--set", `data.step.id=${JACKETS}`], { cwd });
    expect(json()).toMatchObject({
      file: "loud.ts",
      middleware: ["log"],
      routes: [
        { position: 1, filters: [`stepId(${JACKETS})`] },
        { position: 2, name: "any" },
      ],
      explanation: { route: { name: "jackets" }, refusal: null },
    });
    expect(err).toBe("loading\n");
  });

  it.each([
    ["no such file", ["routes", "nowhere.ts"], "nowhere.ts: there is no such file"],
    ["a file that throws", ["routes", "broken.ts"], "broken.ts:2: Error: no database"],
    ["a file without a webhook", ["routes", "server.ts"], "it exports server"],
    ["an endpoint without routes", ["routes", "preservica.ts"], "expected a Webhook"],
    ["an event that is not JSON", ["routes", "--event", "-"], "expected JSON"],
    [
      "an event that is not an object",
      ["routes", "--event", "webhook.json"],
      "there is no such file",
    ],
    [
      "changes without an event",
      ["routes", "--set", "a=1"],
      "--set changes an event: give --event too",
    ],
    [
      "a header without an event",
      ["routes", "-H", "a: 1"],
      "--header changes an event: give --event too",
    ],
    ["half a header", ["routes", "--event", "stepReached", "-H", "a"], 'expected "Name: value"'],
  ])("fails with 2: %s", async (_what, args, message) => {
    const { status, err } = await run(args, { cwd, stdin: "{" });
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});
