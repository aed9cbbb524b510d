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

/** Has the application's emitter tell of something, until this process is asked to end. */
export async function watchApplication(
  io: Io,
  app: string | undefined,
  work: WebhooksTask["work"],
  onNews: (news: unknown) => void,
): Promise<void> {
  const file = findFile(io.cwd, app, places);
  await interruptible(io, async (signal) => {
    try {
      await inChild(io, { type: "webhooks", work }, { file, env: io.env, signal, onNews });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  });
}
