import {
  channel,
  events,
  type Filter,
  jsonKeyEquals,
  jsonKeyIn,
  stepId,
  Webhook,
  type WebhookRequest,
} from "@clustaar/webhook-core";
import { signedRequest } from "@clustaar/webhook-core/testing";
import { type Contestant, type Effort, measure } from "./measure.ts";
import { messages, STEP_ID } from "./messages.ts";
import { against, micros, type Table } from "./table.ts";

const MANY = 5_000;
const TARGET = 1.2;

const steps = (at: number) => stepId(`step ${at}`);
/** Routes of several paths, as a bot of some size has them. */
const mixed = (at: number): Filter[] =>
  [
    [stepId(`step ${at}`)],
    [jsonKeyEquals("data.session.values.name", `name ${at}`)],
    [jsonKeyIn("data.interlocutor.id", [`a ${at}`, `b ${at}`]), channel("customer_chat")],
  ][at % 3] ?? [];

/** What one route costs, and what the same message costs behind 5,000. */
export async function routesTable(effort: Effort): Promise<Table> {
  const measured = await measure(routeContestants(), effort);
  return {
    title: "Routes",
    note: "An unsigned message of 0.6 kB through `Webhook.handle`, to a handler that returns nothing: the last route takes it. Routes whose first filter is an equality at one path are looked up, whatever stands between them.",
    head: ["routes", "us", "ratio"],
    rows: measured.map(({ name, micros: time, ratio }, at) => [
      name,
      micros(time),
      at === 0 ? "1.00" : against(ratio, "at most", TARGET),
    ]),
  };
}

/** The webhooks that are measured, that of a single route first. */
export function routeContestants(): Contestant[] {
  return [
    contestant("1", 1, steps),
    contestant("5,000 by step", MANY, steps),
    contestant("5,000 by step, session value and interlocutor", MANY, mixed),
  ];
}

function contestant(
  name: string,
  count: number,
  filtersAt: (at: number) => Filter | Filter[],
): Contestant {
  const request: WebhookRequest = signedRequest({ body: messages.small.body });
  const webhook = new Webhook();
  for (let at = 1; at < count; at++) {
    webhook.on(events.CONVERSATION_STEP_REACHED, unexpected, { filters: filtersAt(at) });
  }
  webhook.on(events.CONVERSATION_STEP_REACHED, () => {}, { filters: stepId(STEP_ID) });
  return { name, run: () => webhook.handle(request) };
}

function unexpected(): never {
  throw new Error("another route took the message");
}
