import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { type CheckedWebhook, checkWebhooks, EmitterError } from "@clustaar/webhook-emitter";
import { readInput } from "../files.ts";
import type { Io } from "../io.ts";
import { withApplication } from "./application.ts";

/** What is to be said of a configuration. */
export interface CheckedFile {
  readonly file: string;
  readonly webhooks: readonly CheckedWebhook[];
  /** One line for each mistake, with file and line; none: all is well. */
  readonly mistakes: readonly string[];
}

/** Checks a configuration; with an application, the names of its events too. */
export async function checkFile(
  io: Io,
  file: string,
  app: string | undefined,
): Promise<CheckedFile> {
  const text = (await readInput(io, file)).toString("utf8");
  const catalogue =
    app === undefined ? undefined : await withApplication(io, app, { do: "catalogue" });
  const events = catalogue?.map(({ name }) => name);
  // As the emitter does: the environment's variables, and those of `.env`.
  const dotenv = join(io.cwd, ".env");
  const env = {
    ...(existsSync(dotenv) ? parseEnv(readFileSync(dotenv, "utf8")) : {}),
    ...io.env,
  };
  try {
    const options = { file, env, ...(events === undefined ? {} : { events }) };
    return { file, webhooks: checkWebhooks(text, options), mistakes: [] };
  } catch (error) {
    if (!(error instanceof EmitterError)) throw error;
    return { file, webhooks: [], mistakes: error.message.split("\n") };
  }
}
