import type { ServerResponse } from "node:http";

/** Resolves when an answer is written, or nobody waits for it any more; never rejects. */
export function written(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.writableFinished || response.destroyed) return resolve();
    // Not the callback of `end`, which middleware that wraps the response may not pass on.
    // Not `once`, which wraps each listener: a response ends once.
    response.on("finish", resolve);
    response.on("close", resolve);
  });
}
