import { UsageError } from "../failures.ts";
import { readInput } from "../files.ts";
import type { Io } from "../io.ts";
import { withApplication } from "./application.ts";
import type { Triggered } from "./webhooks-task.ts";

/** The options of `webhooks trigger`. */
export interface TriggerOptions {
  readonly app?: string;
  readonly data?: string;
  readonly example?: boolean;
  readonly secret?: string;
}

/** Sends an event now, to a webhook, to an address, or to all webhooks that would get it. */
export async function triggerNow(
  io: Io,
  event: string,
  target: string | undefined,
  { app, data, example, secret }: TriggerOptions,
): Promise<readonly Triggered[]> {
  if (data !== undefined && example) {
    throw new UsageError("expected --data or --example, got both");
  }
  const isAddress = /^https?:\/\//i.test(target ?? "");
  return withApplication(io, app, {
    do: "trigger",
    event,
    target: target ?? null,
    data: data === undefined ? null : { value: await readJson(io, data) },
    secret: secret ?? (isAddress ? io.env.WEBHOOK_SECRET : undefined) ?? null,
  });
}

/**
 * Reads a file of JSON, or standard input for `-`.
 *
 * @throws UsageError when it is not JSON.
 */
export async function readJson(io: Io, file: string): Promise<unknown> {
  const text = (await readInput(io, file)).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file}: expected JSON, ${(error as Error).message}`);
  }
}
