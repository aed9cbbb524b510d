// Runs in a process of its own: loads the user's file, does one task with what it exports, and tells the parent.
import type { Endpoint, Webhook } from "@clustaar/webhook-core";
import { endpointOf } from "../dev/endpoint-of.ts";
import { errorPlace } from "../dev/error-place.ts";
import { UsageError } from "../failures.ts";
import type { RoutesResult, Task, TaskMessage, TaskResults } from "./task.ts";

const [fileUrl = ""] = process.argv.slice(2);
let isLoading = true;

function tell(message: TaskMessage): void {
  // What the file has started, such as a server, must not keep the process alive.
  process.send?.(message, () => process.exit(0));
}

function fail(error: unknown): void {
  const isUsage = error instanceof UsageError;
  const message =
    error instanceof Error && !isUsage
      ? `${error.name}: ${error.message}`
      : String((error as Error).message ?? error);
  const { file, line } = isUsage ? { file: null, line: null } : errorPlace(error);
  tell({ type: "failed", loading: isLoading, message, file, line });
}

// The parent has exited or was killed, so nothing else would end this process.
process.on("disconnect", () => process.exit(0));
process.on("uncaughtException", fail);
process.once("message", (task: Task) => {
  import(fileUrl)
    .then((exported: Record<string, unknown>) => work(task, exported))
    .then((result) => tell({ type: "done", result }), fail);
});

async function work(
  task: Task,
  exported: Record<string, unknown>,
): Promise<TaskResults[Task["type"]]> {
  if (task.type === "webhooks") {
    const { performWebhooks } = await import("../webhooks/perform.ts");
    isLoading = false;
    return performWebhooks(task, exported);
  }
  const endpoint = endpointOf(exported);
  isLoading = false;
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

function routesOf(endpoint: Endpoint, event: unknown): RoutesResult {
  const webhook = endpoint as Partial<Webhook> & Endpoint;
  if (webhook.routes === undefined || webhook.explain === undefined) {
    throw new UsageError(
      "what the file exports has no routes to list: expected a Webhook of @clustaar/webhook-core, not older than this command",
    );
  }
  return {
    middleware: webhook.middleware ?? [],
    routes: webhook.routes,
    explanation: event === undefined ? null : webhook.explain(event),
  };
}
