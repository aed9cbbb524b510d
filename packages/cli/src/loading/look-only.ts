import type { Task } from "./task.ts";

/** What `@clustaar/webhook-emitter` looks for when an emitter is made. */
const inspection = Symbol.for("@clustaar/webhook-emitter/inspection");

/**
 * Has emitters leave their queues alone, which belong to the application, except where a delivery is to be made that nobody else would
 * make. Called before the application is loaded; gives a function that ends that.
 */
export function lookOnly(task: Task): () => void {
  const world = globalThis as Record<symbol, unknown>;
  const before = world[inspection];
  if (task.type === "webhooks") {
    world[inspection] = task.work.do === "redeliver" ? "own" : "nothing";
  }
  return () => {
    world[inspection] = before;
  };
}
