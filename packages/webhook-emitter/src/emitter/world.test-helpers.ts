import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, vi } from "vitest";
import { z } from "zod";
import { createEvents } from "../events/create-events.ts";
import type { LogEntry } from "../internal/log.ts";
import { createEmitter } from "./create-emitter.ts";
import type { EmitterOptions } from "./emitter-options.ts";
import type { Emitter } from "./emitter-types.ts";

/** One request, as a server got it. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they sent
  readonly json: any;
}

/** A real server on a free port that keeps what it got. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly requests: Received[];
  readonly server: Server;
  /** How the next requests are answered; default 204. */
  answer: (request: Received, response: ServerResponse) => unknown;
  close(): Promise<void>;
}

export async function startServer(
  answer: TestServer["answer"] = (_request, response) => response.writeHead(204).end(),
): Promise<TestServer> {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks);
    let json: unknown;
    try {
      json = JSON.parse(body.toString());
    } catch {}
    const received = { path: request.url ?? "", headers: request.headers, body, json };
    requests.push(received);
    await test.answer(received, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const test: TestServer = {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    server,
    answer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  onTestFinished(test.close);
  return test;
}

/** A clock that stands still until it is moved. */
export class TestClock {
  #now = Date.UTC(2026, 10, 26, 12);
  #timers: { at: number; call: () => void }[] = [];

  readonly now = () => this.#now;

  readonly after = (milliseconds: number, call: () => void) => {
    const timer = { at: this.#now + milliseconds, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };

  /** Sets the clock without waking anybody, as an administrator would. */
  jump(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Lets time go by, timer after timer. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.call();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets what is ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** The events of the tests. */
export function testEvents() {
  return createEvents({
    measure: {
      input: z.object({ metrics: z.array(z.string()) }),
      result: z.object({ throughput: z.number() }),
      example: { metrics: ["rps"] },
      exampleResult: { throughput: 42 },
    },
    adjust: { input: z.object({ replicas: z.number().max(10), note: z.string().optional() }) },
    "order.paid": { input: z.object({ total: z.number() }), deprecated: "use order.settled" },
    "order.settled": { input: z.object({ total: z.number() }) },
    anything: { input: z.unknown() },
  });
}

type TestEvents = ReturnType<typeof testEvents>;

/** An emitter that may send to this machine, with its log; closed with the test. */
export async function startEmitter(
  options: Partial<EmitterOptions<TestEvents["definitions"]>> = {},
): Promise<{
  emitter: Emitter<TestEvents["definitions"]>;
  events: TestEvents;
  clock: TestClock;
  log: LogEntry[];
}> {
  const events = (options.events ?? testEvents()) as TestEvents;
  const clock = (options.clock as TestClock | undefined) ?? new TestClock();
  const log: LogEntry[] = [];
  const emitter = await createEmitter({
    store: "memory:",
    allowPrivate: ["127.0.0.0/8"],
    allowInsecure: true,
    random: () => 0.5,
    env: {},
    ...options,
    events,
    clock,
    log: (entry) => log.push(entry),
  });
  onTestFinished(async () => {
    await emitter.close({ deadline: 0 });
  });
  return { emitter, events, clock, log };
}

/** A webhook for a server. */
export function hook(server: TestServer, change: Record<string, unknown> = {}) {
  return { url: `${server.url}/hook`, secret: "s3cr3t", events: ["after:*"], ...change };
}

/** Waits until no attempt is being made. */
export async function quiet(emitter: Pick<Emitter, "stats">): Promise<void> {
  await vi.waitFor(
    async () => {
      await settle();
      const { inFlight, here } = await emitter.stats();
      expect(inFlight + here).toBe(0);
    },
    { timeout: 10_000, interval: 5 },
  );
  await settle();
}

/** Waits until a server has got so many requests, and gives the last of them. */
export async function got(server: TestServer, count = 1): Promise<Received> {
  await vi.waitFor(() => expect(server.requests).toHaveLength(count), {
    timeout: 10_000,
    interval: 5,
  });
  return server.requests[count - 1] as Received;
}

/** The only delivery there is, with its attempts. */
export async function onlyDelivery(emitter: Pick<Emitter, "deliveries">) {
  const { items } = await emitter.deliveries.list();
  expect(items).toHaveLength(1);
  const found = await emitter.deliveries.get(items[0]?.id ?? "");
  if (!found) throw new Error("the delivery is gone");
  return { ...found.delivery, log: found.attempts };
}
