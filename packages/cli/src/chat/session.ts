import { dirname, relative } from "node:path";
import {
  type BotFile,
  type Conversation,
  conversation,
  type Turn,
  type VisitorInput,
} from "@clustaar/testing";
import { findFile } from "../dev/find-file.ts";
import type { FileError } from "../dev/protocol.ts";
import { StartLog } from "../dev/start-log.ts";
import { watchSources } from "../dev/watch.ts";
import { WebhookProcess } from "../dev/webhook-process.ts";
import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { readBot } from "../loading/bot-file.ts";
import { plainMessage } from "../loading/plain-message.ts";
import {
  type Credentials,
  credentialsOf,
  keyForFile,
  keyOf,
  type WebhookPlace,
} from "../options.ts";

/** What is talked to, and as whom. */
export interface SessionOptions {
  readonly place: WebhookPlace;
  readonly bot: string | undefined;
  readonly key: string | undefined;
  readonly user: string | undefined;
  /** Whether the webhook is restarted when one of its files changes. */
  readonly watch: boolean;
}

/** How long a request waits for a webhook that is being started, in milliseconds. */
const START = 15_000;

/** A conversation that outlives the process of the webhook it is held with. */
export class ChatSession {
  /** What is talked to: a file, or an address. */
  readonly name: string;
  readonly #io: Io;
  readonly #bot: BotFile | undefined;
  readonly #key: string | null;
  readonly #auth: Credentials | null;
  #child: WebhookProcess | undefined;
  #unwatch = () => {};
  #url: string;
  #chat: Conversation;

  private constructor(
    io: Io,
    name: string,
    url: string,
    bot: BotFile | undefined,
    key: string | null,
    auth: Credentials | null,
  ) {
    this.#io = io;
    this.name = name;
    this.#bot = bot;
    this.#key = key;
    this.#auth = auth;
    this.#url = url;
    this.#chat = this.#converse();
  }

  /**
   * Starts the webhook, where it is a file, and the conversation.
   *
   * @throws UsageError when there is no webhook to talk to.
   */
  static async start(io: Io, options: SessionOptions): Promise<ChatSession> {
    const { place, watch } = options;
    const auth = credentialsOf(options.user);
    if (place.url !== undefined) {
      const bot = await readBot(io, options.bot, undefined);
      return new ChatSession(io, place.url, place.url, bot, keyOf(io, options.key), auth);
    }
    const file = findFile(io.cwd, place.file);
    const bot = await readBot(io, options.bot, file);
    const key = keyForFile(io, options.key);
    const session = new ChatSession(
      io,
      relative(io.cwd, file),
      "http://127.0.0.1/",
      bot,
      key,
      auth,
    );
    await session.#run(file, key, watch);
    return session;
  }

  /** The conversation so far. */
  get chat(): Conversation {
    return this.#chat;
  }

  /**
   * Plays one input.
   *
   * @throws UsageError while the webhook's file is broken; ConversationError when the input cannot be played.
   */
  async play(input: VisitorInput): Promise<Turn> {
    await this.#find();
    return input.type === "reach" && input.step === ""
      ? this.#chat.reach()
      : this.#chat.play(input);
  }

  /** Takes the last turn back; false where there is none. */
  undo(): boolean {
    const last = this.#chat.turns.length;
    if (last > 0) this.#chat.rewind(last - 1);
    return last > 0;
  }

  /** Ends the webhook's process. */
  close(): void {
    this.#unwatch();
    this.#child?.stop();
  }

  async #run(file: string, key: string, watch: boolean): Promise<void> {
    const log = new StartLog(this.#io);
    const child = new WebhookProcess({
      file,
      cwd: this.#io.cwd,
      env: { ...this.#io.env, CLUSTAAR_PRIVATE_KEY: key },
      onState: (state) => log.onState(state),
      onLog: ({ text }) => log.write(text),
    });
    this.#child = child;
    child.start();
    try {
      await this.#find();
    } catch (error) {
      this.close();
      throw error;
    }
    const { cwd } = this.#io;
    const folder = relative(cwd, file).startsWith("..") ? dirname(file) : cwd;
    if (watch) this.#unwatch = watchSources(folder, () => child.start());
  }

  /** Finds the webhook's present port; the conversation goes on there. */
  async #find(): Promise<void> {
    if (this.#child === undefined) return;
    const port = await this.#child.port(START);
    if (port === undefined) {
      const { error } = this.#child.state;
      throw new UsageError(
        error === null
          ? `${this.name} did not start within ${START / 1000} seconds`
          : brokenText(this.name, error),
      );
    }
    const url = `http://127.0.0.1:${port}/webhook`;
    if (url === this.#url) return;
    this.#url = url;
    this.#chat = this.#converse(this.#chat.state);
  }

  #converse(resume?: Conversation["state"]): Conversation {
    return conversation(
      { url: this.#url },
      {
        privateKey: this.#key,
        auth: this.#auth,
        ...(this.#bot === undefined ? {} : { bot: this.#bot }),
        ...(resume === undefined ? {} : { resume }),
      },
    );
  }
}

/** Why a file does not run, with its place. */
function brokenText(name: string, { message, file, line, frame }: FileError): string {
  const place = [file ?? name, line].filter((part) => part !== null).join(":");
  return `${place}: ${plainMessage(message)}${frame === null ? "" : `\n${frame}`}`;
}
