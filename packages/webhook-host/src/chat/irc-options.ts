import {
  checkOptions,
  checkText,
  checkTimer,
  kindOf,
  WebhookConfigError,
} from "@clustaar/webhook-core/endpoint";
import type { AddressOptions } from "./address.ts";
import { readOperators } from "./operators.ts";
import type { FloodOptions } from "./outbox.ts";

/** How an `ircClient` connects and speaks. */
export interface IrcClientOptions {
  /**
   * `irc://host:port`, `ircs://host:port` (TLS), or `host:port`; the ports are 6667 and 6697 if none is given. A certificate of an
   * authority of your own is accepted where the variable `NODE_EXTRA_CA_CERTS` names that authority's file.
   */
  readonly server: string | undefined;
  /** The bot's nick; while another has it, `_` is added, and then digits. */
  readonly nick: string;
  /** The channels to be in; others are joined when something is said there. */
  readonly channels?: readonly string[];
  /** Who may start and stop the host: nicks in their exact case, and `account:NAME`, which needs a server with `account-tag`. */
  readonly operators?: readonly string[];
  /** The server's password. */
  readonly password?: string;
  /** Signs on with an account (SASL PLAIN); where that fails, the client does not go on without it. */
  readonly sasl?: {
    /** The account's name. */
    readonly account: string;
    /** Its password. */
    readonly password: string;
  };
  /** How the bot is addressed. */
  readonly address?: AddressOptions;
  /** How fast it speaks, and how much may wait while the connection is down. */
  readonly flood?: FloodOptions;
  /** Milliseconds until the first try to connect again; each further one waits twice as long, up to 5 minutes. Default 1,000. */
  readonly reconnectDelay?: number;
}

/** The options of an IRC client, checked. */
export interface IrcSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly nick: string;
  readonly channels: readonly string[];
  readonly operators: readonly string[];
  readonly password: string | undefined;
  readonly sasl: { readonly account: string; readonly password: string } | undefined;
  readonly reconnectDelay: number;
}

const NICK = /^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]*$/;
const CHANNEL = /^[#&+!][^\s,:]+$/;

/** @throws WebhookConfigError `config_invalid` */
export function ircSettings(options: IrcClientOptions): IrcSettings {
  checkOptions(
    "ircClient",
    options,
    [
      "server",
      "nick",
      "channels",
      "operators",
      "password",
      "sasl",
      "address",
      "flood",
      "reconnectDelay",
    ],
    ["server"],
  );
  const {
    server,
    nick,
    channels = [],
    operators = [],
    password,
    sasl,
    reconnectDelay = 1000,
  } = options;
  checkText("ircClient: server", server);
  checkText("ircClient: nick", nick);
  if (!NICK.test(nick)) {
    throw new WebhookConfigError(
      `ircClient: nick: expected letters, digits and []\\\`_^{|}-, not a digit first, got ${JSON.stringify(nick)}`,
    );
  }
  if (
    !Array.isArray(channels) ||
    !channels.every((name) => typeof name === "string" && CHANNEL.test(name))
  ) {
    throw new WebhookConfigError(
      `ircClient: channels: expected a list of channels such as ["#bots"], got ${Array.isArray(channels) ? JSON.stringify(channels) : kindOf(channels)}`,
    );
  }
  if (password !== undefined) checkText("ircClient: password", password);
  if (sasl !== undefined) {
    checkOptions("ircClient: sasl", sasl, ["account", "password"]);
    checkText("ircClient: sasl.account", sasl.account);
    checkText("ircClient: sasl.password", sasl.password);
  }
  checkTimer("ircClient: reconnectDelay", reconnectDelay, 1);
  return {
    ...readServer(server),
    nick,
    channels,
    operators: readOperators("ircClient", operators),
    password,
    sasl,
    reconnectDelay,
  };
}

function readServer(server: string): { host: string; port: number; tls: boolean } {
  const parts = /^(?:(ircs?):\/\/)?(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?\/?$/i.exec(server);
  const tls = parts?.[1]?.toLowerCase() === "ircs";
  const port = parts?.[3] === undefined ? (tls ? 6697 : 6667) : Number(parts[3]);
  if (parts === null || port < 1 || port > 65_535) {
    throw new WebhookConfigError(
      "ircClient: server: expected ircs://host:port, irc://host:port or host:port, got another text",
    );
  }
  return { host: (parts[2] as string).replace(/^\[|\]$/g, ""), port, tls };
}
