import { findFile, usualPlaces } from "../dev/find-file.ts";
import type { Io } from "../io.ts";
import { inChild } from "../loading/in-child.ts";
import { interruptible } from "../signals.ts";
import type { WebhooksResults, WebhooksTask } from "./webhooks-task.ts";

const names = ["emitter", "events", "webhooks", "app", "index"];
const places = usualPlaces(
  "application",
  names.flatMap((name) => [name, `src/${name}`]),
);

/** Loads the application in a process of its own, and has its events or its emitter do something. */
export async function withApplication<W extends WebhooksTask["work"]>(
  io: Io,
  app: string | undefined,
  work: W,
): Promise<WebhooksResults[W["do"]]> {
  const file = findFile(io.cwd, app, places);
  const result = await interruptible(io, (signal) =>
    inChild(io, { type: "webhooks", work }, { file, env: io.env, signal }),
  );
  return result as WebhooksResults[W["do"]];
}
