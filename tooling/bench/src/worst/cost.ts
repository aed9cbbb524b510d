import { events, stepReachedResponse, Webhook, type WebhookRequest } from "@clustaar/webhook-core";
import { signedRequest } from "@clustaar/webhook-core/testing";
import type { Handling, Shape } from "./shapes.ts";

const KEY = "a private key of about 32 letters";
const MIB = 2 ** 20;

const webhooks: Readonly<Record<Handling, Webhook>> = {
  silent: webhook(() => undefined),
  echo: webhook((actions) => actions),
  // A shallow one: the time that a copy takes is the handler's own.
  copy: webhook((actions) => actions.map((action) => ({ ...action }))),
};

function webhook(answered: <T>(actions: T[]) => T[] | undefined): Webhook {
  const made = new Webhook({ privateKey: KEY, maxAge: null, maxBody: 2 * MIB, development: false });
  made.onError(() => {});
  made.onResponse(() => {});
  return made.on(events.CONVERSATION_STEP_REACHED, ({ notification }) => {
    const { interlocutor, session, step } = notification.event;
    const actions = answered(step.actions);
    return actions && stepReachedResponse({ actions, session, interlocutor });
  });
}

/** What a shape cost. */
export interface Cost {
  readonly shape: Shape;
  /** Milliseconds of CPU time for each MiB of the body. */
  readonly perMib: number;
  readonly status: number;
}

/** The least of `times` measurements of a shape at `size` characters; a process does other work beside it. */
export async function costOf(shape: Shape, size: number, times: number): Promise<Cost> {
  const request = signedRequest({ body: Buffer.from(shape.make(size)), privateKey: KEY });
  let perMib = Number.POSITIVE_INFINITY;
  let status = 0;
  for (let time = 0; time < times; time++) {
    const spent = await spentOn(shape, request);
    perMib = Math.min(perMib, (spent.milliseconds * MIB) / request.body.byteLength);
    status = spent.status;
  }
  return { shape, perMib, status };
}

/** Milliseconds for each MiB that nobody can do without: `JSON.parse` of the body, and `JSON.stringify` of all that was in it. */
export function jsonCostOf({ make }: Shape, size: number, times: number): number {
  const body = Buffer.from(make(size));
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) {
    const start = process.cpuUsage();
    JSON.stringify(JSON.parse(body.toString()));
    least = Math.min(least, millisecondsSince(start));
  }
  return (least * MIB) / body.byteLength;
}

async function spentOn({ handling }: Shape, request: WebhookRequest) {
  const start = process.cpuUsage();
  const { status } = await webhooks[handling].handle(request);
  return { milliseconds: millisecondsSince(start), status };
}

/** Milliseconds of CPU time. */
function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}
