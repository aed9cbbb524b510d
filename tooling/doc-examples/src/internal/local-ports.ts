import { once } from "node:events";
import { type AddressInfo, Server } from "node:net";

/**
 * Lets examples say `listen(3000)`: while it is on, every server gets a free port instead, `fetch`
 * finds it under the port that was asked for, and `restore` closes what is still listening.
 */
export function useFreePorts(): { restore: () => Promise<void> } {
  const servers = new Set<Server>();
  const byPort = new Map<string, Server>();
  const listen = Server.prototype.listen;
  const fetch = globalThis.fetch;

  // `listen` has nine signatures; the port is the first argument or a property of it.
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const [first, ...rest] = args;
    servers.add(this);
    const asked = portOf(first);
    if (asked !== undefined && asked !== "0") byPort.set(asked, this);
    const free =
      asked === undefined ? first : typeof first === "object" ? { ...first, port: 0 } : 0;
    return Reflect.apply(listen, this, [free, ...rest]);
  } as typeof listen;

  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const server = byPort.get(url.port);
    if (!server || !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)) {
      return fetch(input, init);
    }
    if (!server.listening) await once(server, "listening");
    url.port = String((server.address() as AddressInfo).port);
    return fetch(input instanceof Request ? new Request(url, input) : url, init);
  };

  return {
    async restore() {
      Server.prototype.listen = listen;
      globalThis.fetch = fetch;
      await Promise.all([...servers].map(close));
    },
  };
}

function portOf(argument: unknown): string | undefined {
  const port =
    typeof argument === "object" && argument !== null && "port" in argument
      ? argument.port
      : argument;
  return (typeof port === "number" || typeof port === "string") && /^\d+$/.test(String(port))
    ? String(port)
    : undefined;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  if ("closeAllConnections" in server && typeof server.closeAllConnections === "function") {
    server.closeAllConnections();
  }
  await closed;
}
