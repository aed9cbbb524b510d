import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../internal/clock.ts";

/** A line to a database that can be made silent. */
export interface SilentLine {
  /** The database's address, by way of the line. */
  readonly address: string;
  beSilent(): void;
}

/** Leads to a database, until it is silent: connections stay, and nothing passes any more, as where a network drops every packet. */
export async function silentLine(database: string): Promise<SilentLine> {
  const url = new URL(database);
  const [host, to] = [url.hostname, Number(url.port || 5432)];
  const sockets = new Set<Socket>();
  let silent = false;
  const proxy = createServer((here) => {
    const there = connect({ host, port: to });
    for (const [from, onward] of [
      [here, there],
      [there, here],
    ] as const) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("data", (data) => {
        if (!silent) onward.write(data);
      });
      from.on("close", () => onward.destroy());
    }
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  });
  url.hostname = "127.0.0.1";
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    address: url.href,
    beSilent() {
      silent = true;
    },
  };
}

/** A clock whose timers run a hundred times as fast. */
export const hastyClock: Clock = {
  now: systemClock.now,
  after: (milliseconds, call, kind) => systemClock.after(milliseconds / 100, call, kind),
};
