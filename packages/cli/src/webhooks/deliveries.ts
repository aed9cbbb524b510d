// Runs in the process that has loaded the application.
import type { AttemptRecord, DeliveryRecord, Emitter } from "@clustaar/webhook-emitter";
import { UsageError } from "../failures.ts";
import type {
  DeliveriesWork,
  Redelivered,
  ShownAttempt,
  ShownDelivery,
} from "./deliveries-task.ts";

/** How long an extra attempt is waited for in milliseconds; an attempt times out sooner (default 15 s). */
const REDELIVERY_WAIT = 20_000;
/** How often is looked, in milliseconds. */
const LOOK_EVERY = 200;
const WATCH_EVERY = 1_000;
/** Deliveries that are watched: as many as an emitter lists at a time. */
const WATCHED = 500;

/** Lists deliveries, newest first. */
export async function listDeliveries(
  emitter: Emitter,
  work: DeliveriesWork,
): Promise<ShownDelivery[]> {
  return Promise.all((await read(emitter, work, work.limit)).map((one) => shown(emitter, one)));
}

/** Tells deliveries as they come and change, oldest first, until the process is ended. */
export async function watchDeliveries(
  emitter: Emitter,
  work: DeliveriesWork,
  tell: (deliveries: readonly ShownDelivery[]) => void,
): Promise<never> {
  let known: ReadonlyMap<string, string> | undefined;
  for (;;) {
    const all = await read(emitter, work, WATCHED);
    const changed = known
      ? all.filter((one) => known?.get(one.id) !== standing(one))
      : all.slice(0, work.limit);
    known = new Map(all.map((one) => [one.id, standing(one)]));
    tell(await Promise.all(changed.toReversed().map((one) => shown(emitter, one))));
    await pause(WATCH_EVERY);
  }
}

/** What changes with each attempt. */
function standing({ state, attempts, nextAt }: DeliveryRecord): string {
  return `${state} ${attempts} ${nextAt}`;
}

/** Asks for an extra attempt, and waits until it has been made, here or by a process of the application. */
export async function redeliver(emitter: Emitter, id: string): Promise<Redelivered> {
  keepsDeliveries(emitter);
  const before = await emitter.deliveries.get(id);
  const made = before?.attempts.length ?? 0;
  if (before) await mustBeActive(emitter, before.delivery.webhookId);
  await emitter.deliveries.redeliver(id);
  const until = Date.now() + REDELIVERY_WAIT;
  for (;;) {
    const found = await emitter.deliveries.get(id);
    if (!found) throw new UsageError(`${id}: it was erased meanwhile`);
    const attempt = found.attempts.slice(made).find(({ kind }) => kind === "extra");
    if (attempt || Date.now() > until) {
      const delivery = await shown(emitter, found.delivery);
      return { delivery, attempt: attempt ? shownAttempt(attempt) : null };
    }
    await pause(LOOK_EVERY);
  }
}

async function read(emitter: Emitter, { webhook, failed }: DeliveriesWork, limit: number) {
  keepsDeliveries(emitter);
  if (webhook !== null && !(await emitter.webhooks.get(webhook))) {
    const names = (await emitter.webhooks.list()).map(({ id, name }) => name ?? id);
    throw new UsageError(
      `no webhook has the name or id "${webhook}"; there ${names.length === 0 ? "are none" : `are ${names.join(", ")}`}`,
    );
  }
  const { items } = await emitter.deliveries.list({
    limit,
    ...(webhook === null ? {} : { webhookId: webhook }),
    ...(failed ? { failed } : {}),
  });
  return items;
}

/** Nothing is sent to others, so that the attempt would wait. */
async function mustBeActive(emitter: Emitter, webhookId: string): Promise<void> {
  const webhook = await emitter.webhooks.get(webhookId);
  const name = webhook?.name ?? webhookId;
  if (!webhook) throw new UsageError(`the webhook ${name} is no longer there`);
  if (webhook.status === "active") return;
  throw new UsageError(
    `nothing is sent to the webhook ${name}: it is ${webhook.status}; call emitter.webhooks.resume("${name}") first`,
  );
}

function keepsDeliveries({ storeKind }: Emitter): void {
  if (storeKind !== "memory") return;
  throw new UsageError(
    'the store "memory:" keeps its deliveries inside the process that runs the application; expected "file:PATH" or "postgres://..." to see them from here',
  );
}

async function shown(emitter: Emitter, record: DeliveryRecord): Promise<ShownDelivery> {
  const { id, messageId, webhookId, event, state, reason, attempts } = record;
  const webhook = await emitter.webhooks.get(webhookId);
  const last = (await emitter.deliveries.get(id))?.attempts.at(-1);
  return {
    id,
    messageId,
    webhook: webhook?.name ?? webhookId,
    event,
    state,
    reason,
    attempts,
    createdAt: new Date(record.createdAt).toISOString(),
    nextAt: isoOrNull(record.nextAt),
    settledAt: isoOrNull(record.settledAt),
    lastAttempt: last ? shownAttempt(last) : null,
  };
}

function shownAttempt(record: AttemptRecord): ShownAttempt {
  const { startedAt, kind, ok, status, error, durationMs } = record;
  return {
    at: new Date(startedAt).toISOString(),
    kind,
    ok,
    status,
    error: error?.message ?? null,
    milliseconds: Math.round(durationMs),
  };
}

function isoOrNull(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
