// Runs in the process that has loaded the application.
import { createEmitter, createEvents, type Emitter, type SentNow } from "@clustaar/webhook-emitter";
import { UsageError } from "../failures.ts";
import { type Application, applicationOf } from "./application-of.ts";
import { listDeliveries, redeliver, watchDeliveries } from "./deliveries.ts";
import type { Triggered, TriggerWork, WebhooksResult, WebhooksTask } from "./webhooks-task.ts";

/** Does one task with the emitter or the events that a module exports, and closes the emitter. */
export async function performWebhooks(
  { work }: WebhooksTask,
  module: Record<string, unknown>,
  tell: (news: unknown) => void,
): Promise<WebhooksResult> {
  const application = await applicationOf(module);
  try {
    return await perform(application, work, tell);
  } catch (error) {
    // The message of a refusal says all; it has no place in the file.
    throw error instanceof Error ? new UsageError(error.message) : error;
  } finally {
    await application.emitter?.close({ deadline: 1_000 });
  }
}

async function perform(
  application: Application,
  work: WebhooksTask["work"],
  tell: (news: unknown) => void,
): Promise<WebhooksResult> {
  switch (work.do) {
    case "list":
      return emitterOf(application).webhooks.list();
    case "catalogue":
      return application.events.catalogue();
    case "explain":
      return emitterOf(application).explain(work.event as never, work.data);
    case "trigger":
      return trigger(application, work);
    case "deliveries":
      return listDeliveries(emitterOf(application), work);
    case "watch":
      return watchDeliveries(emitterOf(application), work, tell);
    case "redeliver":
      return redeliver(emitterOf(application), work.id);
  }
}

function emitterOf({ emitter }: Application): Emitter {
  if (emitter) return emitter;
  throw new UsageError(
    "the file exports events, but no emitter: write `export const emitter = await createEmitter({ events, ... })`",
  );
}

async function trigger(application: Application, work: TriggerWork): Promise<Triggered[]> {
  const { target, event, secret } = work;
  const options = work.data === null ? {} : { data: work.data.value };
  if (target !== null && /^https?:\/\//i.test(target)) {
    return [await toAddress(application, target, work, options)];
  }
  if (secret !== null) {
    throw new UsageError("--secret signs what is sent to an address: a webhook has its own");
  }
  const emitter = emitterOf(application);
  const names = target === null ? await subscribers(application, work) : [target];
  return Promise.all(
    names.map(async (name) =>
      triggeredOf(name, await emitter.webhooks.trigger(name, event, options)),
    ),
  );
}

/** The ids of the webhooks that would get the event. */
async function subscribers(application: Application, { event, data }: TriggerWork) {
  const emitter = emitterOf(application);
  const name = event.replace(/^(?:before|after):/, "");
  const example = application.events.definitions[name]?.example;
  const input = data === null ? example : data.value;
  const all = await emitter.explain(event as never, input);
  return all.filter(({ sent }) => sent).map(({ webhook }) => webhook);
}

/** An address needs no registration: an emitter of its own signs and sends, and forgets it. */
async function toAddress(
  { events }: Application,
  url: string,
  { event, secret }: TriggerWork,
  options: { readonly data?: unknown },
): Promise<Triggered> {
  if (secret === null) {
    throw new UsageError("an address needs --secret, or WEBHOOK_SECRET, to sign with");
  }
  const emitter = await createEmitter({
    // This command's own copy of the package has to know them.
    events: createEvents(events.definitions),
    store: "memory:",
    // A person typed the address, and may send to it: a receiver on this machine, mostly.
    webhooks: [{ name: "address", url, secret, events: "*" }],
    allowPrivate: ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
    allowInsecure: true,
  });
  try {
    return triggeredOf(null, await emitter.webhooks.trigger("address", event, options));
  } finally {
    await emitter.close({ deadline: 0 });
  }
}

function triggeredOf(webhook: string | null, { attempt, request }: SentNow): Triggered {
  const { status, answer } = attempt;
  return {
    webhook,
    ok: attempt.ok,
    request,
    answer:
      status === null
        ? null
        : {
            status,
            contentType: answer?.contentType ?? null,
            body: answer?.excerpt ?? "",
            truncated: answer?.truncated ?? false,
          },
    error: attempt.error?.message ?? null,
    milliseconds: Math.round(attempt.durationMs),
  };
}
