import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serveNode } from "@clustaar/webhook-core/adapter";
import type { Endpoint } from "@clustaar/webhook-core/endpoint";

/** Where a host listens. */
export interface ListenAddress {
  /** The port, the true one where 0 was asked for. */
  readonly port: number;
  /** The address of the interface; `::` or `0.0.0.0` is every one. */
  readonly hostname: string;
}

/** The HTTP server of a host, while it listens. */
export class Listener {
  readonly address: ListenAddress;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    const { port, address } = server.address() as AddressInfo; // it listens on a port
    this.address = { port, hostname: address };
  }

  /** @throws Error that says which port is taken, or why else it cannot listen. */
  static async open(
    endpoint: Endpoint,
    port: number,
    hostname: string | undefined,
  ): Promise<Listener> {
    const server = createServer(serveNode(endpoint, "Nothing reads it before the host."));
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => {
        const reason =
          error.code === "EADDRINUSE"
            ? `port ${port} is taken by another program; choose another, or 0 for a free one`
            : error.message;
        reject(new Error(`the host cannot listen: ${reason}`, { cause: error }));
      });
      server.listen({ port, host: hostname }, resolve);
    });
    return new Listener(server);
  }

  /** Takes no connection any more, and ends those that are open: at once, or when their answer is out, or at the deadline. */
  async close(deadline: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), deadline);
    await closed;
    clearTimeout(timer);
  }
}
