import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type CaseName,
  type ContractHost,
  caseNames,
  runAdapterContract,
  sendOverHttp,
} from "@clustaar/adapter-contract";
import { stepReachedNotification } from "@clustaar/webhook-core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "./bundle.ts";
import { ask, type Guest, guestHost } from "./guest.ts";
import { type RemoteServer, remoteServer } from "./remote-server.ts";
import { secrets } from "./secrets.ts";

const alone = "the glue mounts one webhook at /webhook and has no other route";
const noParser = "the glue has no parser: what hands over the body is the host itself";
const elsewhere = "the promise is the host's own, in another process";
const itsServer = "the case watches the server of its own process";

/** What no guest can show. */
const always: Partial<Record<CaseName, string>> = {
  "mounts two endpoints in one app": alone,
  "mounts below a path, and tells the endpoint the whole of it": alone,
  "mounts at the root": alone,
  "leaves how the rest of the app parses alone": alone,
  "says which parser to move when the body was consumed": noParser,
  "tells the endpoint's listeners of a body that was consumed": noParser,
  "says that the body was parsed when the host hands over a value": noParser,
  "says that the body was decoded when the host hands over text": noParser,
  "says that the body was dropped when its content-length declares one": noParser,
  "writes a 500 of its own to the console where nobody listens": noParser,
  "uses the raw bytes that a parser kept": noParser,
  "holds kept bytes to the limit too": noParser,
  "returns a promise that resolves when the answer is written": elsewhere,
  "resolves that promise when the client is gone": elsewhere,
  "never calls the endpoint for an upload that broke off": itsServer,
  "ends the connection of an answer when the server has stopped listening": itsServer,
};

/** Milliseconds that a framework has to build an app and start its server, on a busy machine. */
const buildTime = 240_000;

/** A guest that runs, and what it asks. */
export interface Running<Started extends Guest> {
  createHost(): ContractHost;
  guest(): Started;
  remote(): RemoteServer;
}

/** What is particular about a guest. */
export interface GuestSettings<Started extends Guest> {
  /** What bodies are labelled that a case does not label, for hosts that drop them. */
  contentType?: string;
  /** What handlers find in `context.host`: by paths such as `request.url`, a text itself, of anything else its type. */
  host?: Record<string, string>;
  /** Tests of this host alone, which may end it. */
  more?(running: Running<Started>): void;
}

/** Runs the contract over a host outside of this process, and a real webhook inside it. */
export function runGuest<Started extends Guest>(
  name: string,
  start: (remote: string) => Promise<Started>,
  leavesOut: Partial<Record<CaseName, string>> = {},
  { contentType, host: given, more }: GuestSettings<Started> = {},
): void {
  it(`stands with its result in the guide to hosts: ${name}`, () => {
    const left = new Set(Object.values(leavesOut));
    const all = caseNames.length - Object.keys(always).length;
    const result = `${all - Object.keys(leavesOut).length} of ${all}`;
    const page = readFileSync(join(root, "docs/hosts.md"), "utf8");
    const row = page.split("\n").find((line) => line.startsWith(`| ${name} |`));
    expect(row).toBe(`| ${name} | ${result} | ${[...left].join("; ")} |`);
  });

  describe(name, () => {
    let remote: RemoteServer;
    let guest: Started;
    beforeAll(async () => {
      remote = await remoteServer();
      guest = await start(remote.url);
    }, buildTime);
    afterAll(async () => {
      await guest?.stop();
      remote?.close();
    });

    const createHost = () =>
      guestHost(
        () => guest,
        () => remote,
        contentType,
      );
    runAdapterContract(name, createHost, { leavesOut: { ...always, ...leavesOut } });

    it("runs a webhook itself: it verifies, decodes, checks and encodes there", async () => {
      const notification = stepReachedNotification({ interlocutor: { firstName: "Zoë" } });
      const body = JSON.stringify(notification);
      const date = new Date().toUTCString();
      const signature = createHmac("sha1", secrets.CLUSTAAR_PRIVATE_KEY).update(
        `date=${date}\n${body}`,
      );
      const headers: [string, string][] = [
        ["x-contract", "greet"],
        ["content-type", "application/json"],
        ["date", date],
        ["x-hub-signature", `sha1=${signature.digest("hex")}`],
      ];
      const remoteEndpoint = { maxBody: 10_000, handle: () => Promise.reject(new Error("unused")) };
      await createHost().mount({ endpoints: { "/webhook": remoteEndpoint } });
      const answer = await sendOverHttp(guest.port, { headers, body });
      expect(answer.body.toString()).toContain("Ça va, Zoë? 🌍");
      expect(answer.status).toBe(200);
      const changed = await sendOverHttp(guest.port, { headers, body: `${body} ` });
      expect(JSON.parse(changed.body.toString())).toMatchObject({ code: "signature_invalid" });
    });

    if (given !== undefined) {
      it("gives handlers what the host gave the adapter", async () => {
        const paths = Object.keys(given).map((path): [string, string] => ["path", path]);
        const seen = await ask(guest.port, "host", `?${new URLSearchParams(paths)}`);
        expect(JSON.parse(seen.toString())).toEqual(given);
      });
    }

    more?.({ createHost, guest: () => guest, remote: () => remote });
  });
}
