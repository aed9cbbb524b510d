import { readFile } from "node:fs/promises";
import { ConversationError } from "../errors.ts";
import type { BotFile } from "./bot-file.ts";
import { parseBot } from "./parse-bot.ts";

/**
 * Reads and checks a bot file.
 *
 * @param path - of the file (`bot.json`), or its URL.
 * @throws {@link ConversationError} `bot_invalid` where it cannot be read, is not JSON or breaks the schema.
 *
 * @example
 * ```ts
 * import { mkdtemp, writeFile } from "node:fs/promises";
 * import { readBotFile } from "@clustaar/testing";
 *
 * const path = `${await mkdtemp("/tmp/bot-")}/bot.json`;
 * await writeFile(path, '{ "steps": [{ "id": "507f191e810c19729de860ea", "name": "Hello" }] }');
 * console.log((await readBotFile(path)).steps[0]?.name); // "Hello"
 * ```
 */
export async function readBotFile(path: string | URL): Promise<BotFile> {
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    throw new ConversationError(
      "bot_invalid",
      `the bot file ${path} cannot be read: ${cause.message}`,
      {
        cause,
      },
    );
  });
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new ConversationError(
      "bot_invalid",
      `${path} is not JSON: ${whereIn(text, cause as Error)}`,
      {
        cause,
      },
    );
  }
  return parseBot(json, String(path));
}

/** The parser's message, with the line and column that its position means. */
function whereIn(text: string, { message }: Error): string {
  const position = /position (?<position>\d+)/.exec(message)?.groups?.position;
  if (position === undefined || message.includes("line ")) return message;
  const before = text.slice(0, Number(position)).split("\n");
  return `${message} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}
