import { createEmitter, createEvents, type EmitterStore } from "@clustaar/webhook-emitter";

/** Sends messages one way or another. */
export interface Sender {
  readonly name: string;
  /** Hands a message over: resolves once it is kept, and calls back once the endpoint has answered. */
  send(n: number, delivered: () => void): Promise<unknown>;
  close(): Promise<void>;
}

/** Messages handed over at a time; and requests, for undici alone. */
export const AT_ONCE = 64;
/** Attempts at a time: an attempt begins with its claim and ends once its outcome is kept, so that few of them are requests. */
export const ATTEMPTS = 256;
/** About a kilobyte, with what the emitter writes around it. */
const text = "x".repeat(850);
const any = {
  "~standard": { version: 1, vendor: "bench", validate: (value: unknown) => ({ value }) },
} as const;

export interface EmitterOptionsOfBench {
  readonly name: string;
  readonly store: string | EmitterStore;
  readonly url: string;
  /** Webhooks, each with an event of its own. */
  readonly webhooks: number;
}

/** An emitter over a store, with `webhooks` endpoints that are all the same receiver. */
export async function emitterSender({
  name,
  store,
  url,
  webhooks,
}: EmitterOptionsOfBench): Promise<Sender> {
  const names = Array.from({ length: webhooks }, (_, n) => `event${n}`);
  const events = createEvents(Object.fromEntries(names.map((event) => [event, { input: any }])));
  const waiting = new Map<string, () => void>();
  const early = new Set<string>();
  const emitter = await createEmitter({
    events,
    store,
    webhooks: names.map((event) => ({
      name: event,
      url: `${url}/hook`,
      secret: "s3cret",
      events: `after:${event}`,
      concurrency: ATTEMPTS,
    })),
    allowPrivate: ["127.0.0.0/8"],
    allowInsecure: true,
    maxInFlight: ATTEMPTS,
    env: {},
    log: ({ code, level, message, error, fields }) => {
      if (level === "error") console.error(message, error);
      if (code !== "attempt.delivered") return;
      const id = String(fields?.message);
      const delivered = waiting.get(id);
      if (!delivered) return void early.add(id);
      waiting.delete(id);
      delivered();
    },
  });
  return {
    name,
    async send(n, delivered) {
      const { messageId } = await emitter.publish(`event${n % webhooks}`, { text });
      if (early.delete(messageId)) delivered();
      else waiting.set(messageId, delivered);
    },
    close: async () => {
      await emitter.close();
    },
  };
}
