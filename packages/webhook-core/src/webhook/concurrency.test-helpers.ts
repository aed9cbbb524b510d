import type { ConcurrencyOptions, HttpError, IdempotencyStore, WebhookOptions } from "../index.ts";
import { memoryStore, sendTextAction, Webhook } from "../index.ts";
import { simulate, stepReachedNotification } from "../testing/index.ts";

/** A store as another process would see it: it answers later, and cannot tell when a claim is settled. */
export function remote(store: IdempotencyStore = memoryStore()): IdempotencyStore {
  const later = async <T>(act: () => T): Promise<Awaited<T>> => {
    await Promise.resolve();
    return await act();
  };
  return {
    async claim(key, lease) {
      const { settled: _, ...claim } = (await later(() => store.claim(key, lease))) as {
        settled?: unknown;
      } & Awaited<ReturnType<IdempotencyStore["claim"]>>;
      return claim as Awaited<ReturnType<IdempotencyStore["claim"]>>;
    },
    renew: (...args) => later(() => store.renew(...args)),
    complete: (...args) => later(() => store.complete(...args)),
    release: (...args) => later(() => store.release(...args)),
  };
}

/** What a handler is told to do with a text. */
export type Doing = (text: string, signal: AbortSignal) => Promise<unknown> | undefined;

/** Instances of a bot that say what was typed, and a log of when their handlers begin and end. */
export function bot(
  concurrency: ConcurrencyOptions,
  doing: Doing = () => undefined,
  options: WebhookOptions = {},
) {
  const log: string[] = [];
  const errors: HttpError[] = [];
  const shared = { store: remote(), ...concurrency };
  const instance = () => {
    const webhook = new Webhook({ ...options, concurrency: shared });
    webhook.onError((error) => errors.push(error));
    webhook.on("conversation.step_reached", async ({ notification, signal }) => {
      const { input, session } = notification.event;
      const text = input?.type === "message" ? input.text : "";
      session.values.heard = text;
      log.push(`${text} begins`);
      try {
        await doing(text, signal);
      } finally {
        log.push(`${text} ends`);
      }
      return [sendTextAction({ alternatives: [`You said ${text}`] })];
    });
    return webhook;
  };
  const instances = [instance(), instance()] as const;

  /** What a visitor types reaches one of the instances; gives the status, with what the bot says and remembers. */
  async function type(text: string, to: 0 | 1 = 0, visitor = "tintin") {
    const notification = stepReachedNotification({
      interlocutor: { id: visitor },
      input: { type: "message", text, attachments: [] },
      session: { heard: "nothing" },
    });
    const { status, answer, problem } = await simulate(instances[to], { notification });
    const said = answer?.actions.flatMap((action) =>
      action.type === "send_text_action" ? action.alternatives : [],
    );
    return { status, code: problem?.code, said, heard: answer?.session?.values.heard };
  }

  return { log, errors, type, instances };
}

/** What a turn gets whose place a later one has taken. */
export const superseded = { status: 200, code: undefined, said: [], heard: "nothing" };

/** What a turn gets that was handled. */
export function answered(text: string) {
  return { status: 200, code: undefined, said: [`You said ${text}`], heard: text };
}
