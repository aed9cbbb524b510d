import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that takes what emitters send, and counts it. */
export interface Receiver {
  readonly url: string;
  /** By the message's id, how often it came. */
  readonly times: ReadonlyMap<string, number>;
  /** By the sender's name, how many requests came. */
  readonly senders: ReadonlyMap<string, number>;
  /** Resolves when at least so many different messages have come; rejects when nothing has come for a minute. */
  until(count: number): Promise<void>;
  /** Resolves when all of these have come; rejects when nothing has come for a minute. */
  untilAll(ids: ReadonlySet<string>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts one.
 *
 * @param delay - milliseconds from a request to its answer, by its path, so that some are always under way.
 */
export async function startReceiver(delay: (path: string) => number): Promise<Receiver> {
  const times = new Map<string, number>();
  const senders = new Map<string, number>();
  const watchers = new Set<() => void>();
  let last = Date.now();
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      setTimeout(
        () => {
          const id = String(request.headers["webhook-id"]);
          const sender = String(request.headers["x-process"]);
          times.set(id, (times.get(id) ?? 0) + 1);
          senders.set(sender, (senders.get(sender) ?? 0) + 1);
          last = Date.now();
          response.writeHead(204).end();
          for (const watch of watchers) watch();
        },
        delay(request.url ?? ""),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const wait = (is: () => boolean, what: () => string) => {
    last = Date.now();
    return new Promise<void>((resolve, reject) => {
      const end = () => {
        clearInterval(timer);
        watchers.delete(watch);
      };
      const watch = () => {
        if (!is()) return;
        end();
        resolve();
      };
      const timer = setInterval(() => {
        if (Date.now() - last < 60_000) return;
        end();
        reject(new Error(`nothing has come for a minute; ${what()}`));
      }, 1000);
      watchers.add(watch);
      watch();
    });
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    times,
    senders,
    until: (count) =>
      wait(
        () => times.size >= count,
        () => `${times.size} of ${count} came`,
      ),
    untilAll: (ids) => {
      const left = new Set([...ids].filter((id) => !times.has(id)));
      return wait(
        () => {
          for (const id of left) {
            if (!times.has(id)) return false;
            left.delete(id);
          }
          return true;
        },
        () => `${left.size} of ${ids.size} are missing`,
      );
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
