/// <reference path="./irc-framework.d.ts" />
import { messageOf } from "@clustaar/webhook-core/endpoint";
import irc, { type IrcMessageEvent } from "irc-framework";
import { oneLine } from "../host/log.ts";
import { Listeners } from "../internal/listeners.ts";
import { commandFinder } from "./address.ts";
import type { ChatClient, ChatCommand, ChatMessage } from "./client.ts";
import { IrcChannels, isChannel } from "./irc-channels.ts";
import { LONGEST_LINE, privmsgLines } from "./irc-lines.ts";
import { otherNick } from "./irc-nicks.ts";
import { type IrcClientOptions, type IrcSettings, ircSettings } from "./irc-options.ts";
import { Outbox } from "./outbox.ts";
import { messageLines } from "./split-lines.ts";

const LONGEST_DELAY = 300_000;
/** Milliseconds for the server to close the connection after QUIT. */
const QUIT_DEADLINE = 2000;

/**
 * A chat client for IRC. It connects when the host does, and again with a growing delay whenever the connection is lost; what is
 * said meanwhile waits. Texts are cut at 512 bytes of a line, between characters; none can become another IRC command.
 *
 * @throws WebhookConfigError `config_invalid` for an option that cannot work.
 *
 * @example
 * ```ts
 * import { createHost, ircClient } from "@clustaar/webhook-host";
 *
 * const client = ircClient({
 *   server: "ircs://irc.example.org",
 *   nick: "helga",
 *   channels: ["#bots"],
 *   operators: ["account:ann"],
 * });
 * console.log(client.nick, client.operators); // "helga" ["account:ann"]
 * console.log(typeof createHost); // "function"
 * ```
 */
export function ircClient(options: IrcClientOptions): ChatClient {
  return new IrcClient(options);
}

class IrcClient implements ChatClient {
  readonly operators: readonly string[];
  readonly #settings: IrcSettings;
  readonly #outbox: Outbox;
  readonly #client = new irc.Client();
  readonly #commands = new Listeners<ChatCommand>();
  readonly #messages = new Listeners<ChatMessage>();
  readonly #said = new Listeners<ChatMessage>();
  readonly #connects = new Listeners<void>();
  readonly #channels: IrcChannels;
  #state: "new" | "connecting" | "signed on" | "closed" = "new";
  #delay: number;
  #retry: NodeJS.Timeout | undefined;
  #whenClosed: (() => void) | undefined;
  /** Of this connection: whether SASL went well, and how many nicks were refused. */
  #isLoggedIn = false;
  #refusedNicks = 0;

  constructor(options: IrcClientOptions) {
    this.#settings = ircSettings(options);
    this.operators = this.#settings.operators;
    this.#delay = this.#settings.reconnectDelay;
    this.#channels = new IrcChannels(this.#settings.channels);
    this.#outbox = new Outbox("ircClient: flood", options.flood ?? {}, (line) =>
      this.#client.raw(line),
    );
    const find = commandFinder("ircClient", options.address);
    const hear = (event: IrcMessageEvent) => {
      const message = this.#messageOf(event);
      this.#messages.tell(message);
      const command = find(this.nick, message);
      if (command !== undefined) this.#commands.tell(command);
    };
    const client = this.#client;
    client.on("privmsg", hear);
    client.on("action", hear);
    client.on("registered", () => this.#signedOn());
    client.on("loggedin", () => {
      this.#isLoggedIn = true;
    });
    client.on("sasl failed", ({ reason, message }) => warn(`SASL failed: ${message ?? reason}`));
    client.on("nick in use", () => this.#tryOtherNick(true));
    client.on("nick invalid", ({ nick, reason }) => {
      warn(`the nick ${nick} is refused: ${reason}`);
      this.#tryOtherNick(false);
    });
    client.on("join", ({ nick, channel }) => {
      if (this.#isOwn(nick)) this.#channels.joined(channel);
    });
    const left = (nick: string | undefined, channel: string) => {
      if (nick !== undefined && this.#isOwn(nick)) this.#channels.left(channel);
    };
    client.on("part", ({ nick, channel }) => left(nick, channel));
    client.on("kick", ({ kicked, channel }) => left(kicked, channel));
    client.on("irc error", ({ error, reason, channel }) => {
      if (channel !== undefined) this.#channels.left(channel);
      // A server answers a goodbye with an error.
      if (this.#state !== "closed") warn(`${error ?? "error"}: ${channel ?? ""} ${reason ?? ""}`);
    });
    client.on("socket close", (error) => {
      if (error) warn(messageOf(error));
    });
    client.on("close", () => this.#lost());
  }

  get nick(): string {
    return this.#state === "signed on" ? this.#client.user.nick : this.#settings.nick;
  }

  async msg(target: string, text: string): Promise<void> {
    this.#say("msg", target, text);
  }

  async me(target: string, text: string): Promise<void> {
    this.#say("me", target, text);
  }

  onCommand(listener: (command: ChatCommand) => unknown): () => void {
    return this.#commands.add(listener);
  }

  onMessage(listener: (message: ChatMessage) => unknown): () => void {
    return this.#messages.add(listener);
  }

  onSaid(listener: (message: ChatMessage) => unknown): () => void {
    return this.#said.add(listener);
  }

  onConnect(listener: () => unknown): () => void {
    if (this.#state === "signed on") queueMicrotask(() => void listener());
    return this.#connects.add(listener);
  }

  async connect(): Promise<void> {
    if (this.#state === "closed") throw new Error("the IRC client is closed; create another");
    if (this.#state === "new") this.#connect();
  }

  async close(): Promise<void> {
    const isConnected = this.#client.connected;
    this.#state = "closed";
    clearTimeout(this.#retry);
    this.#outbox.shut();
    if (!isConnected) {
      // A connection that is still being made ends, too.
      this.#client.quit("closed");
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, QUIT_DEADLINE);
      this.#whenClosed = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#client.quit("closed");
    });
  }

  #say(kind: "msg" | "me", target: string, text: string): void {
    if (this.#state === "closed") throw new Error("the IRC client is closed; create another");
    // Refused before it is cut, which takes its time.
    this.#outbox.requireRoom(Math.floor(text.length / LONGEST_LINE));
    const lines = privmsgLines(kind, this.nick, target, text);
    if (lines.length === 0) return;
    const join = this.#channels.joinToSpeak(target, this.#state === "signed on");
    this.#outbox.add([...join, ...lines]);
    for (const line of messageLines(text)) {
      this.#said.tell({ nick: this.nick, target, text: line, isPrivate: !isChannel(target) });
    }
  }

  #connect(): void {
    this.#state = "connecting";
    this.#isLoggedIn = false;
    this.#refusedNicks = 0;
    const { host, port, tls, nick, password, sasl } = this.#settings;
    this.#client.connect({
      host,
      port,
      tls,
      rejectUnauthorized: true,
      nick,
      username: nick,
      gecos: nick,
      password,
      account: sasl,
      sasl_disconnect_on_fail: sasl !== undefined,
      // Only connections that lasted are tried again there, and three times.
      auto_reconnect: false,
      enable_chghost: false,
      version: null,
    });
  }

  #signedOn(): void {
    // A server that does not know SASL lets everybody in.
    if (this.#settings.sasl !== undefined && !this.#isLoggedIn) {
      warn("SASL failed: the server let us in without it; leave sasl out if it has none");
      this.#client.quit("no SASL");
      return;
    }
    this.#state = "signed on";
    this.#delay = this.#settings.reconnectDelay;
    for (const line of this.#channels.joinAll()) this.#client.raw(line);
    this.#outbox.open();
    this.#connects.tell();
  }

  #tryOtherNick(isTaken: boolean): void {
    if (this.#state !== "connecting") return;
    this.#client.changeNick(otherNick(this.#settings.nick, this.#refusedNicks++, isTaken));
  }

  #lost(): void {
    this.#outbox.shut();
    this.#channels.leftAll();
    this.#whenClosed?.();
    if (this.#state === "closed") return;
    this.#state = "connecting";
    const wait = this.#delay * (0.75 + Math.random() / 2);
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #messageOf({ nick, target, message, account }: IrcMessageEvent): ChatMessage {
    return {
      nick,
      account: typeof account === "string" && account !== "" ? account : undefined,
      target,
      text: message,
      isPrivate: this.#isOwn(target),
    };
  }

  #isOwn(nick: string): boolean {
    return nick.toLowerCase() === this.nick.toLowerCase();
  }
}

/** The server's words, never ours: those may hold a password. */
function warn(text: string): void {
  console.warn(`[webhook-host] irc: ${oneLine(text)}`);
}
