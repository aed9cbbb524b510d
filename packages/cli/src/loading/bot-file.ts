import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { BotFile } from "@clustaar/testing";
import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";

/**
 * Reads the bot file that is named, or the `bot.json` beside the webhook; undefined where there is none.
 *
 * @throws UsageError when it cannot be read, or breaks its schema.
 */
export async function readBot(
  io: Io,
  given: string | undefined,
  webhookFile: string | undefined,
): Promise<BotFile | undefined> {
  const folder = webhookFile === undefined ? io.cwd : dirname(webhookFile);
  const path = given === undefined ? resolve(folder, "bot.json") : resolve(io.cwd, given);
  if (!existsSync(path)) {
    if (given === undefined) return undefined;
    throw new UsageError(`${given}: there is no such file`);
  }
  const { readBotFile } = await import("@clustaar/testing");
  try {
    return await readBotFile(path);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
