import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import { amend, cancel, createResponder } from "@clustaar/webhook-emitter";

/** Somebody else's server: it verifies what it gets, and has a say in adjustments. */
export async function startReceiver(secret: string): Promise<{ url: string; server: Server }> {
  const responder = createResponder({ secret })
    .on("before:adjust", ({ input }) => {
      const { replicas } = input as { replicas: number };
      if (replicas > 10) return cancel("at most ten replicas");
      return replicas > 5 ? amend({ replicas: 5 }) : undefined;
    })
    .on("after:*", ({ event, results, id }) => {
      console.log(`received ${event} as ${id}: ${JSON.stringify(results)}`);
      return undefined;
    });
  const server = createServer(nodeAdapter(responder));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, server };
}
