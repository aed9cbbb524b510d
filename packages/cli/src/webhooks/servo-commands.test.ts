import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { servo } from "@clustaar/webhook-core/signatures";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { run } from "../io.test-helpers.ts";
import { inProcess } from "../loading/in-process.test-helpers.ts";
import { project } from "../project.test-helpers.ts";

vi.mock("../loading/in-child.ts", async (importOriginal) => {
  const { inChild } = await importOriginal<typeof import("../loading/in-child.ts")>();
  return { inChild: inProcess(inChild) };
});

interface CommandCase {
  readonly name: string;
  readonly group: string;
  readonly given: { readonly arguments: readonly string[]; readonly "servo.yaml"?: string };
  readonly expected: { readonly exit: number };
  readonly original_defect?: string;
}

/** What the original's commands do; those that ask for nothing of ours are run, or left out, where the emitter is. */
const cases: readonly CommandCase[] = JSON.parse(
  readFileSync(
    new URL("../../../webhook-emitter/conformance/servo-cases.json", import.meta.url),
    "utf8",
  ),
).filter(({ group }: CommandCase) => group === "command line");

const eventsText = `import { createEvents } from "@clustaar/webhook-emitter";
const names = ["startup", "shutdown", "metrics", "components", "measure", "check", "describe", "adjust", "promote"];
export const events = createEvents(Object.fromEntries(names.map((name) => [name, {}])));
`;
const emitterText = `import { createEmitter } from "@clustaar/webhook-emitter";
import { events } from "./events.ts";
export const emitter = await createEmitter({
  events,
  store: "memory:",
  allowPrivate: ["127.0.0.1/32"],
  allowInsecure: true,
  webhooks: process.env.SERVO_FILE,
});
`;

const received: { headers: Headers; body: Uint8Array }[] = [];
const server = createServer(async (request, response) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = new Headers(request.headers as Record<string, string>);
  received.push({ headers, body: Buffer.concat(chunks) });
  response.writeHead(204).end();
});
let address = "";

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** Runs one of our commands in a folder with an application and its configuration, whose webhooks come here. */
function folderWith(configuration: string | undefined) {
  const text = (configuration ?? "webhooks: []\n").replace(/https:\/\/(\S+@)?[^/\s]+/g, address);
  const { folder: cwd, remove } = project({
    "events.ts": eventsText,
    "emitter.ts": emitterText,
    "servo.yaml": text,
  });
  onTestFinished(remove);
  const env = { ...(process.env as Record<string, string>), SERVO_FILE: `${cwd}/servo.yaml` };
  return (...line: string[]) => run(["webhooks", ...line], { cwd, env, stdin: "" });
}

describe("commands of the original, and what ours do", () => {
  for (const { name, given, expected, original_defect: defect } of cases) {
    const [command, ...rest] = given.arguments;
    const configuration = given["servo.yaml"];
    if (command === "webhooks") {
      // All of them are documented there, and none was ever made.
      it(name, async () => {
        expect(defect).toBeDefined();
        const ours = folderWith(configuration);
        received.length = 0;
        const { status, out, err } = await ours(...rest);
        const [what] = rest;
        if (what === undefined || what === "--help") {
          for (const one of ["list", "schema", "trigger"]) expect(out + err).toContain(`  ${one} `);
          return;
        }
        const names = [...(configuration ?? "").matchAll(/^- name: (.*)$/gm)].map(([, one]) => one);
        if (what === "list") for (const one of names) expect(out).toContain(`${one}  active`);
        else if (what === "schema") {
          expect(JSON.parse(out.slice(out.indexOf("{")))).toMatchObject({ title: rest[1] });
        } else if (what === "trigger") {
          for (const request of received) {
            servo.verify(request, configuration?.match(/secret: (\S+)/)?.slice(1) ?? []);
          }
          // To all that subscribe to it; where there are none, that is said.
          const isAwaited = configuration?.includes(rest[1] ?? "");
          expect(received.length > 0).toBe(isAwaited);
          if (!isAwaited) {
            expect(status).not.toBe(0);
            expect(out + err).toContain(rest[1]);
            return;
          }
        } else throw new Error(`${name}: nothing here says what ${what} has to do`);
        expect(status, err).toBe(0);
      });
    } else if (command === "generate") {
      it(name, async () => {
        const ours = folderWith(undefined);
        if (expected.exit !== 0) {
          expect(await ours("generate", ...rest)).toMatchObject({ status: expected.exit });
          return;
        }
        const { status, out } = await ours("generate");
        expect(status).toBe(0);
        // A secret that is hidden there would be read back as one.
        expect(out).not.toMatch(/\*{3}|s3cr3t/);
        expect(out).toContain("secret: $" + "{WEBHOOK_SECRET}");
      });
    } else if (command === "validate") {
      it(name, async () => {
        const ours = folderWith(configuration);
        const file = configuration === undefined ? "nowhere.yaml" : "servo.yaml";
        const { status, err } = await ours("check", file, "--app", "events.ts");
        if (configuration === undefined) expect(err).toContain("nowhere.yaml");
        expect(status).toBe(expected.exit);
      });
    } else if (command === "config") {
      it(name, async () => {
        const { status, out } = await folderWith(configuration)("list", "--json");
        expect(status).toBe(expected.exit);
        expect(out).not.toMatch(/s3cr3t|other|Bearer|\*{3}/);
        expect(JSON.parse(out)).toHaveLength(configuration?.match(/^- name:/gm)?.length ?? 0);
      });
    }
  }
});
