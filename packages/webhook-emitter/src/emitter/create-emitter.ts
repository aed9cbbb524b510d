import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { WebhookConfigError } from "@clustaar/webhook-core";
import { kindOf } from "@clustaar/webhook-core/endpoint";
import { checkNames } from "../config/check-names.ts";
import type { Mistake } from "../config/fields.ts";
import { readDocument } from "../config/read-document.ts";
import type { WebhookSettings } from "../config/settings.ts";
import { EmitterError } from "../errors.ts";
import type { EventDefinitions } from "../events/event-types.ts";
import { forLooking, makeStore } from "../stores/make-store.ts";
import { ownEvents } from "./core.ts";
import { EmitterImplementation } from "./emitter.ts";
import { checkEmitterOptions, type EmitterOptions } from "./emitter-options.ts";
import type { Emitter } from "./emitter-types.ts";
import { inspection } from "./inspection.ts";
import { mistakesIn, readInput } from "./webhook-document.ts";

/**
 * Makes an emitter: it opens the store, reads the webhooks, takes part in the events, and begins to send what waits.
 *
 * @throws WebhookConfigError `config_invalid` for an option that cannot work.
 * @throws EmitterError `config_invalid` for mistakes in webhooks, `store_locked`, `store_unavailable`.
 *
 * @example
 * ```ts
 * import { createEmitter, createEvents } from "@clustaar/webhook-emitter";
 * import { z } from "zod";
 *
 * const events = createEvents({ "order.paid": { input: z.object({ total: z.number() }) } });
 * const emitter = await createEmitter({
 *   events,
 *   store: "memory:",
 *   webhooks: [{ url: "https://example.com/hook", secret: "s3cr3t", events: ["after:order.paid"] }],
 * });
 * console.log(await emitter.explain("order.paid", { total: 5 }));
 * // => [{ webhook: "webhook-...", name: null, sent: true, reason: null }]
 * await emitter.close();
 * ```
 */
export async function createEmitter<D extends EventDefinitions>(
  options: EmitterOptions<D>,
): Promise<Emitter<D>> {
  const settings = checkEmitterOptions(options as unknown as EmitterOptions);
  const { events } = options;
  const names = events?.names;
  if (!Array.isArray(names)) {
    throw new WebhookConfigError(
      `createEmitter: events: expected what createEvents gives, got ${kindOf(events)}`,
    );
  }
  const own = names.find((name) => (ownEvents as readonly string[]).includes(name));
  if (own !== undefined) {
    throw new WebhookConfigError(
      `createEmitter: events: ${JSON.stringify(own)} is an event of the emitter itself; choose another name`,
    );
  }
  const readWebhooks = webhookReader(options as unknown as EmitterOptions, [
    ...names,
    ...ownEvents,
  ]);
  // Mistakes in the webhooks show before anything is opened.
  const fixed = await readWebhooks();
  const looks = inspection();
  const store =
    looks === "nothing"
      ? forLooking(makeStore("createEmitter", options.store))
      : makeStore("createEmitter", options.store);
  const works = looks === undefined || (looks === "own" && store.claims === "process");
  const emitter = new EmitterImplementation(events as never, store, settings, readWebhooks);
  await emitter.open(fixed, works);
  return emitter as unknown as Emitter<D>;
}

/** The webhooks of a file or of code, and how to read them again. */
export type WebhookReader = () => Promise<{
  readonly settings: readonly WebhookSettings[];
  readonly source: "file" | "code";
}>;

function webhookReader(options: EmitterOptions, names: readonly string[]): WebhookReader {
  const { webhooks, env } = options;
  if (webhooks === undefined) return async () => ({ settings: [], source: "code" });
  if (typeof webhooks === "string" && webhooks !== "") {
    return async () => ({ settings: await readFileOf(webhooks, names, env), source: "file" });
  }
  if (!Array.isArray(webhooks)) {
    throw new WebhookConfigError(
      `createEmitter: webhooks: expected a file's path or a list of webhooks, got ${kindOf(webhooks)}`,
    );
  }
  return async () => {
    const settings = webhooks.map((one, at) =>
      readInput(`createEmitter: webhooks.${at}`, one, names),
    );
    const mistakes: Mistake[] = [];
    checkNames(settings, ["webhooks"], mistakes);
    if (mistakes.length > 0) throw mistakesIn("createEmitter", mistakes);
    return { settings, source: "code" };
  };
}

async function readFileOf(
  file: string,
  names: readonly string[],
  env: EmitterOptions["env"],
): Promise<WebhookSettings[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new EmitterError(
      "config_invalid",
      `createEmitter: webhooks: the file ${file} cannot be read (${code ?? "unknown"})`,
      { cause },
    );
  }
  return readDocument(text, { file, names, env: env ?? (await environment()) });
}

/** As in the original: the process's variables, and those of `.env` in the working folder. */
async function environment(): Promise<Record<string, string | undefined>> {
  const file = existsSync(".env") ? parseEnv(await readFile(".env", "utf8")) : {};
  return { ...file, ...process.env };
}
