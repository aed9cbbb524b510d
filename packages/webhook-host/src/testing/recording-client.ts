import { Buffer } from "node:buffer";
import { type AddressOptions, commandFinder } from "../chat/address.ts";
import type { ChatClient, ChatCommand, ChatMessage } from "../chat/client.ts";
import { isChannel } from "../chat/irc-channels.ts";
import { readOperators } from "../chat/operators.ts";

/** What was said through a {@link recordingClient}: how, where, and the text. */
export type Said = readonly ["msg" | "me", string, string];

/** A chat client that keeps what is said, and through which a test speaks. */
export interface RecordingClient extends ChatClient {
  /** Everything said so far, in order. */
  readonly said: readonly Said[];
  /** Lets somebody say something, and waits until every listener is done; to the bot's own nick it is private. */
  hear(nick: string, target: string, text: string, account?: string): Promise<void>;
  /** Signs on, once more too. */
  signOn(): Promise<void>;
}

/**
 * Makes a chat client for tests: nothing is sent anywhere.
 *
 * @param options - `nick` (default `helga`), `operators` (default none), and `address`: how the bot is addressed.
 *
 * @example
 * ```ts
 * import { createHost } from "@clustaar/webhook-host";
 * import { recordingClient } from "@clustaar/webhook-host/testing";
 *
 * const client = recordingClient({ nick: "helga" });
 * const host = await createHost({ client, discover: false });
 * await client.hear("ann", "#bots", "helga webhooks stop");
 * console.log(client.said); // [["msg", "#bots", "Sorry ann, Only an operator can do that"]]
 * console.log(host.isRunning); // true
 * ```
 */
export function recordingClient(
  options: {
    readonly nick?: string;
    readonly operators?: readonly string[];
    readonly address?: AddressOptions;
  } = {},
): RecordingClient {
  const { nick = "helga", operators = [], address } = options;
  const find = commandFinder("recordingClient", address);
  const said: Said[] = [];
  const commands = new Set<(command: ChatCommand) => unknown>();
  const messages = new Set<(message: ChatMessage) => unknown>();
  const saying = new Set<(message: ChatMessage) => unknown>();
  const connects = new Set<() => unknown>();
  let isConnected = false;
  const add = <T>(set: Set<T>, listener: T) => {
    set.add(listener);
    return () => void set.delete(listener);
  };
  const record = (kind: Said[0]) => async (target: string, text: string) => {
    // Bytes, as a real client counts them: half a surrogate pair would not come back.
    said.push([kind, target, Buffer.from(text).toString()]);
    const message = { nick, target, text, isPrivate: !isChannel(target) };
    for (const listener of [...saying]) await listener(message);
  };

  return {
    nick,
    operators: readOperators("recordingClient", operators),
    said,
    msg: record("msg"),
    me: record("me"),
    onCommand: (listener) => add(commands, listener),
    onMessage: (listener) => add(messages, listener),
    onSaid: (listener) => add(saying, listener),
    onConnect(listener) {
      if (isConnected) queueMicrotask(() => void listener());
      return add(connects, listener);
    },
    async signOn() {
      isConnected = true;
      for (const listener of [...connects]) await listener();
    },
    async hear(speaker, target, text, account) {
      const message = { nick: speaker, account, target, text, isPrivate: target === nick };
      for (const listener of [...messages]) await listener(message);
      const command = find(nick, message);
      if (command === undefined) return;
      for (const listener of [...commands]) await listener(command);
    },
  };
}
