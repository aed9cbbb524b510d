import { ConversationError } from "../errors.ts";
import type { BotFile } from "./bot-file.ts";
import { botIssues } from "./check-bot.ts";

/**
 * Checks what was read from a bot file, its actions against every limit of the platform.
 *
 * @param json - the parsed file.
 * @param name - what the error message calls it.
 * @throws {@link ConversationError} `bot_invalid`, with every path in `issues`.
 *
 * @example
 * ```ts
 * import { ConversationError, parseBot } from "@clustaar/testing";
 *
 * try {
 *   parseBot({ steps: [{ id: "507f191e810c19729de860ea", webhok: false }] });
 * } catch (error) {
 *   if (error instanceof ConversationError) console.log(error.issues[0]);
 *   // => { path: "steps.0.webhok", message: "unknown key; the keys are id, name, userData, actions, webhook" }
 * }
 * ```
 */
export function parseBot(json: unknown, name = "the bot file"): BotFile {
  if (typeof json === "object" && json !== null && checked.has(json)) return json as BotFile;
  const issues = botIssues(json);
  if (issues.length > 0) {
    const lines = issues
      .slice(0, MOST_LINES)
      .map(({ path, message }) => `  ${path || "(all of it)"}: ${message}`);
    const more = issues.length > MOST_LINES ? `\n  and ${issues.length - MOST_LINES} more` : "";
    throw new ConversationError(
      "bot_invalid",
      `${name} is not valid:\n${lines.join("\n")}${more}`,
      {
        issues,
      },
    );
  }
  // Every key was checked.
  const file = json as BotFile;
  checked.add(file);
  return file;
}

const MOST_LINES = 20;
/** Bots that were found in order: one bot is often used by hundreds of tests. */
const checked = new WeakSet<object>();
