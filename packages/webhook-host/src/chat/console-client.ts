import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { checkOptions, checkText } from "@clustaar/webhook-core/endpoint";
import { Listeners } from "../internal/listeners.ts";
import { type AddressOptions, commandFinder } from "./address.ts";
import type { ChatClient, ChatCommand, ChatMessage } from "./client.ts";
import { isChannel } from "./irc-channels.ts";
import { readOperators } from "./operators.ts";
import { messageLines } from "./split-lines.ts";

/** How a {@link consoleClient} writes and reads. */
export interface ConsoleClientOptions {
  /** The bot's nick; default `bot`. */
  readonly nick?: string;
  /** Who may start and stop the host; the console speaks as `console`. Default: it. */
  readonly operators?: readonly string[];
  /** How the bot is addressed. */
  readonly address?: AddressOptions;
  /** Where commands are read from, line by line; default: nowhere. */
  readonly input?: Readable;
  /** Where messages are written; default the standard output. */
  readonly output?: Writable;
}

const SPEAKER = "console";

/**
 * A chat client that writes to the console, for work on a plugin without a chat server.
 *
 * @throws WebhookConfigError `config_invalid` for an option that cannot work.
 *
 * @example
 * ```ts
 * import { Writable } from "node:stream";
 * import { consoleClient } from "@clustaar/webhook-host";
 *
 * const output = new Writable({
 *   write(line, _encoding, done) {
 *     console.log(String(line).trim()); // "#bots <bot> hello"
 *     done();
 *   },
 * });
 * await consoleClient({ output }).msg("#bots", "hello");
 * ```
 */
export function consoleClient(options: ConsoleClientOptions = {}): ChatClient {
  checkOptions("consoleClient", options, ["nick", "operators", "address", "input", "output"]);
  const { nick = "bot", operators = [SPEAKER], input, output = process.stdout } = options;
  checkText("consoleClient: nick", nick);
  const find = commandFinder("consoleClient", options.address);
  const commands = new Listeners<ChatCommand>();
  const messages = new Listeners<ChatMessage>();
  const said = new Listeners<ChatMessage>();
  let lines: ReturnType<typeof createInterface> | undefined;
  const write = async (target: string, text: string, between: (text: string) => string) => {
    for (const line of messageLines(text)) {
      output.write(`${target} ${between(line)}\n`);
      said.tell({ nick, target, text: line, isPrivate: !isChannel(target) });
    }
  };

  return {
    nick,
    operators: readOperators("consoleClient", operators),
    msg: (target, text) => write(target, text, (line) => `<${nick}> ${line}`),
    me: (target, text) => write(target, text, (line) => `* ${nick} ${line}`),
    onCommand: (listener) => commands.add(listener),
    onMessage: (listener) => messages.add(listener),
    onSaid: (listener) => said.add(listener),
    onConnect(listener) {
      queueMicrotask(() => void listener());
      return () => {};
    },
    async connect() {
      if (input === undefined || lines !== undefined) return;
      lines = createInterface({ input });
      lines.on("line", (text) => {
        const message = { nick: SPEAKER, target: SPEAKER, text, isPrivate: true };
        messages.tell(message);
        const command = find(nick, message);
        if (command !== undefined) commands.tell(command);
      });
    },
    async close() {
      lines?.close();
      lines = undefined;
    },
  };
}
