import { createHmac } from "node:crypto";
import { type CaseName, runAdapterContract, sendOverHttp } from "@clustaar/adapter-contract";
import { stepReachedNotification } from "@clustaar/webhook-core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Guest, guestHost } from "./guest.ts";
import { type RemoteServer, remoteServer } from "./remote-server.ts";

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

/** Runs the contract over a host outside of this process, and a real webhook inside it. */
export function runGuest(
  name: string,
  start: (remote: string) => Promise<Guest>,
  leavesOut: Partial<Record<CaseName, string>> = {},
): void {
  describe(name, () => {
    let remote: RemoteServer;
    let guest: Guest;
    beforeAll(async () => {
      remote = await remoteServer();
      guest = await start(remote.url);
    });
    afterAll(async () => {
      await guest?.stop();
      remote?.close();
    });

    runAdapterContract(
      name,
      () =>
        guestHost(
          () => guest,
          () => remote,
        ),
      { leavesOut: { ...always, ...leavesOut } },
    );

    it("runs a webhook itself: it verifies, decodes, checks and encodes there", async () => {
      const notification = stepReachedNotification({ interlocutor: { firstName: "Zoë" } });
      const body = JSON.stringify(notification);
      const date = new Date().toUTCString();
      const signature = createHmac("sha1", "host-contract-key").update(`date=${date}\n${body}`);
      const headers: [string, string][] = [
        ["x-contract", "greet"],
        ["content-type", "application/json"],
        ["date", date],
        ["x-hub-signature", `sha1=${signature.digest("hex")}`],
      ];
      const remoteEndpoint = { maxBody: 10_000, handle: () => Promise.reject(new Error("unused")) };
      const host = guestHost(
        () => guest,
        () => remote,
      );
      await host.mount({ endpoints: { "/webhook": remoteEndpoint } });
      const answer = await sendOverHttp(guest.port, { headers, body });
      expect(answer.body.toString()).toContain("Ça va, Zoë? 🌍");
      expect(answer.status).toBe(200);
      const changed = await sendOverHttp(guest.port, { headers, body: `${body} ` });
      expect(JSON.parse(changed.body.toString())).toMatchObject({ code: "signature_invalid" });
    });
  });
}
