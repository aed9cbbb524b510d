import { Buffer } from "node:buffer";
import type { Endpoint, Webhook, WebhookRequest } from "@clustaar/webhook-core";
import { endpointOf } from "../dev/endpoint-of.ts";
import { UsageError } from "../failures.ts";
import type { AskedEvent, RoutesResult, Task, TaskResults } from "./task.ts";

/** What a task tells while it is done. */
export interface TaskListener {
  /** Called when what the task needs was found in the module. */
  onFound?(): void;
  /** Called with what there is to say before it is done. */
  onNews?(news: unknown): void;
}

/** Does a task with what a module exports. */
export async function performTask(
  task: Task,
  exported: Record<string, unknown>,
  { onFound, onNews }: TaskListener = {},
): Promise<TaskResults[Task["type"]]> {
  if (task.type === "webhooks") {
    const { performWebhooks } = await import("../webhooks/perform.ts");
    onFound?.();
    return performWebhooks(task, exported, onNews ?? (() => {}));
  }
  const endpoint = endpointOf(exported);
  onFound?.();
  return perform(task, endpoint);
}

type EndpointTask = Exclude<Task, { readonly type: "webhooks" }>;

async function perform(
  task: EndpointTask,
  endpoint: Endpoint,
): Promise<TaskResults[EndpointTask["type"]]> {
  if (task.type === "routes") return routesOf(endpoint, task.event);
  const { replay } = await import("@clustaar/testing");
  const { transcript, privateKey, auth, bot, ignore } = task;
  return replay(endpoint, transcript, {
    privateKey,
    auth,
    ignore,
    ...(bot === null ? {} : { bot }),
  });
}

function routesOf(endpoint: Endpoint, event: AskedEvent | null): RoutesResult {
  const webhook = endpoint as Partial<Webhook> & Endpoint;
  if (webhook.routes === undefined || webhook.explain === undefined) {
    throw new UsageError(
      "what the file exports has no routes to list: expected a Webhook of @clustaar/webhook-core, not older than this command",
    );
  }
  return {
    middleware: webhook.middleware ?? [],
    routes: webhook.routes,
    explanation: event === null ? null : webhook.explain(event.body, requestOf(event)),
  };
}

/** The request of an event, as filters see it. */
function requestOf({ body, headers }: AskedEvent): WebhookRequest {
  const all = new Headers({ "content-type": "application/json" });
  for (const [name, value] of headers) all.set(name, value);
  return {
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    headers: all,
    body: Buffer.from(JSON.stringify(body)),
  };
}
