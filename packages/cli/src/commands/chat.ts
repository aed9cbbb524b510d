import type { Command } from "commander";
import type { CommandDefinition } from "../command.ts";
import { examples } from "../output.ts";

/** The options that `chat` and `record` share. */
export interface ChatCommandOptions {
  readonly url?: string;
  readonly bot?: string;
  readonly key?: string;
  readonly user?: string;
  readonly json?: boolean;
}

/** `clustaar chat`: a conversation with a bot in the terminal. */
export const chat: CommandDefinition = {
  name: "chat",
  summary: "talk to a bot in the terminal",
  declare(command, runs) {
    chatOptions(command)
      .argument(
        "[file]",
        "exports the webhook, or the address of a server; default: the first of webhook.ts, src/webhook.ts, ...",
      )
      .addHelpText(
        "after",
        examples(
          "chat webhook.ts",
          "chat --url http://localhost:8000/webhook --key s3cr3t",
          "chat webhook.ts --json < lines.txt",
        ),
      )
      .action(
        runs(async (io, target: string | undefined, options: ChatCommandOptions) => {
          const { runChat } = await import("../chat/run-chat.ts");
          return runChat(io, { ...chatOptionsOf(options), target });
        }),
      );
  },
};

/** Declares what both take. */
export function chatOptions(command: Command): Command {
  return command
    .option("--url <url>", "talk to a running server instead, in any language")
    .option(
      "--bot <file>",
      "the bot file; default: bot.json beside the webhook, where there is one",
    )
    .option(
      "--key <key>",
      "the private key (env: CLUSTAAR_PRIVATE_KEY; default for a file: a random one, which it finds in that variable)",
    )
    .option("--user <name:password>", "basic credentials")
    .option("--json", "print each turn as one line of JSON");
}

/** All of them, undefined where one was not given. */
export function chatOptionsOf({ url, bot, key, user, json = false }: ChatCommandOptions) {
  return { url, bot, key, user, json };
}
