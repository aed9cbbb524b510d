import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type ContractHost, type Sent, sendOverHttp } from "@clustaar/adapter-contract";
import { type Endpoint, HttpError, type WebhookRequest } from "@clustaar/webhook-core";
import { refuse } from "@clustaar/webhook-core/adapter";
import type { Told } from "../guests/protocol.ts";
import type { RemoteServer } from "./remote-server.ts";

/** A host that runs outside of this process, with the webhook of `guests/remote-webhook.ts` at `/webhook`. */
export interface Guest {
  readonly port: number;
  stop(): Promise<void> | void;
}

/** Asks the webhook inside a guest for something of the contract's own. */
export function ask(port: number, what: "setup" | "told" | "host", query = ""): Promise<Buffer> {
  const sent: Sent = {
    method: "GET",
    target: `/webhook${query}`,
    headers: [["x-contract", what]],
    isAlone: true,
  };
  return sendOverHttp(port, sent).then(({ status, body }) => {
    if (status !== 200) throw new Error(`${what}: expected 200, got ${status}: ${body}`);
    return body;
  });
}

/**
 * A host of the contract over a guest that is running.
 *
 * @param contentType - what bodies are labelled that a case does not label, for hosts that drop them.
 */
export function guestHost(
  guest: () => Guest,
  remote: () => RemoteServer,
  contentType?: string,
): ContractHost {
  return {
    async mount({ endpoints, parser, jsonPath }) {
      const { port } = guest();
      const server = remote();
      const endpoint = endpoints["/webhook"];
      if (endpoint === undefined || parser !== undefined || jsonPath !== undefined) {
        throw new Error("a guest has one webhook and nothing else: leave this case out");
      }
      await ask(port, "setup", `?maxBody=${endpoint.maxBody}`);
      server.endpoint = endpoint;
      return {
        port,
        ...(contentType === undefined ? {} : { contentType }),
        async send(sent) {
          // Some hosts close the connection of a body that nobody reads.
          const answer = await sendOverHttp(port, {
            isAlone: true,
            ...sent,
            headers: labelled(sent, contentType),
          });
          // What an adapter refuses it tells the endpoint, which is in another process here.
          if (answer.status >= 400) await replay(port, endpoint, server);
          return answer;
        },
        async close() {
          server.endpoint = undefined;
        },
      };
    },
  };
}

function labelled({ headers = [] }: Sent, contentType?: string): [string, string][] {
  const isLabelled = headers.some(([name]) => name.toLowerCase() === "content-type");
  return isLabelled || contentType === undefined
    ? headers
    : [...headers, ["Content-Type", contentType]];
}

async function replay(port: number, endpoint: Endpoint, server: RemoteServer): Promise<void> {
  const told: Told[] = JSON.parse((await ask(port, "told")).toString());
  for (const { status, code, message, method, path } of told) {
    const request: WebhookRequest = {
      method,
      path,
      query: new URLSearchParams(),
      headers: new Headers(),
      body: new Uint8Array(),
    };
    const error =
      status === null || code === null
        ? (server.failure ?? new Error(message))
        : new HttpError(status, message, { code });
    refuse(endpoint, error, request);
  }
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
