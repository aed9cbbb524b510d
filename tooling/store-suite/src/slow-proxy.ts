import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";

/** A way to a server on which every answer takes time. */
export interface SlowProxy {
  /** The server's address, by this way. */
  readonly url: string;
  /** Milliseconds that each piece of an answer is held back. */
  delay: number;
  close(): void;
}

/** Puts a slow way before a server. */
export async function startSlowProxy(url: string, delay: number): Promise<SlowProxy> {
  const { hostname, port: targetPort } = new URL(url);
  const port = await freePort();
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(targetPort), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    let before: Promise<unknown> = Promise.resolve();
    upstream.on("data", (data) => {
      const held = sleep(proxy.delay);
      before = before.then(() => held).then(() => client.write(data));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const here = new URL(url);
  here.host = `127.0.0.1:${port}`;
  const proxy: SlowProxy = {
    url: here.href,
    delay,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return proxy;
}
