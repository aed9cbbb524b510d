import process from "node:process";
import { createEmitter } from "../emitter/create-emitter.ts";
import { createEvents } from "../events/create-events.ts";
import type { ChildOptions, ChildSays } from "./emitter-process.ts";

/** An emitter in a process of its own, which may be killed at any moment. */
const { store, receiver, publish, name } = JSON.parse(process.argv[2] ?? "") as ChildOptions;

/** Webhooks that share the messages. */
const WEBHOOKS = 10;
/** Messages that are published at a time. */
const AT_ONCE = 100;

const any = {
  "~standard": { version: 1, vendor: "torture", validate: (value: unknown) => ({ value }) },
} as const;
const eventNames = Array.from({ length: WEBHOOKS }, (_, n) => `tick${n}`);
const events = createEvents(Object.fromEntries(eventNames.map((event) => [event, { input: any }])));

const say = (message: ChildSays) => process.send?.(message);

const started = performance.now();
try {
  const emitter = await createEmitter({
    events,
    store,
    webhooks: eventNames.map((event, n) => ({
      name: `w${n}`,
      url: `${receiver}/${n}`,
      secret: "s3cret",
      events: `after:${event}`,
      headers: { "x-process": name },
    })),
    allowPrivate: ["127.0.0.0/8"],
    allowInsecure: true,
    // Whatever fails here fails for a moment.
    schedule: Array.from({ length: 100 }, () => 1),
    env: {},
    log: ({ level, message, error }) => {
      if (level === "error") say({ log: `${message}: ${(error as Error | undefined)?.message}` });
    },
  });
  say({ openedIn: performance.now() - started });
  let left = publish;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left > 0) {
        const n = left--;
        try {
          const event = `tick${n % WEBHOOKS}`;
          const { messageId } = await emitter.publish(event, { n, text: "x".repeat(500) });
          say({ accepted: messageId });
        } catch {
          // Not accepted: the publisher knows, and tries again with another message.
          left++;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    }),
  );
  say({ published: true });
  process.on("message", (message) => {
    if (message === "close") void emitter.close().then(() => process.disconnect());
  });
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  say({ failed: `${code}: ${message}` });
  process.disconnect?.();
}
