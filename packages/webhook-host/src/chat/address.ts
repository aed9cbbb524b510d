import {
  checkBoolean,
  checkOptions,
  kindOf,
  WebhookConfigError,
} from "@clustaar/webhook-core/endpoint";
import type { ChatCommand, ChatMessage } from "./client.ts";

/** How a bot is addressed: by its nick (in any case, with a colon or a comma after it) and by a prefix. */
export interface AddressOptions {
  /** What stands right before a command; default `!`, empty: none. */
  readonly prefix?: string;
  /** Whether the bot's nick addresses it, or a text in its place; default true. */
  readonly byNick?: boolean | string;
  /** Whether the case of a command does not matter; default false. */
  readonly ignoreCase?: boolean;
}

/** Finds the command in what is said, if it is one. */
export type FindCommand = (nick: string, message: ChatMessage) => ChatCommand | undefined;

/** @throws WebhookConfigError `config_invalid` for an option that cannot work. */
export function commandFinder(what: string, options: AddressOptions = {}): FindCommand {
  checkOptions(`${what}: address`, options, ["prefix", "byNick", "ignoreCase"]);
  const { prefix = "!", byNick = true, ignoreCase = false } = options;
  checkBoolean(`${what}: address.ignoreCase`, ignoreCase);
  if (typeof prefix !== "string") {
    throw new WebhookConfigError(`${what}: address.prefix: expected text, got ${kindOf(prefix)}`);
  }
  if (typeof byNick !== "boolean" && typeof byNick !== "string") {
    throw new WebhookConfigError(
      `${what}: address.byNick: expected true, false or text, got ${kindOf(byNick)}`,
    );
  }
  return (nick, message) => {
    const said = commandText(message.text, prefix, byNick === true ? nick : byNick || "");
    if (said === undefined) return undefined;
    const [name = "", ...args] = said.trim().split(/\s+/);
    if (name === "") return undefined;
    return {
      ...message,
      name: ignoreCase ? name.toLowerCase() : name,
      args,
      replyTo: message.isPrivate ? message.nick : message.target,
    };
  };
}

/** What follows the prefix, or the name with a blank after it. */
function commandText(text: string, prefix: string, name: string): string | undefined {
  if (prefix !== "" && text.startsWith(prefix)) {
    const rest = text.slice(prefix.length);
    if (/^\S/.test(rest)) return rest;
  }
  if (name === "" || text.slice(0, name.length).toLowerCase() !== name.toLowerCase()) {
    return undefined;
  }
  return /^[:,]?\s+(.*)$/s.exec(text.slice(name.length))?.[1];
}
