/** What is said to the bot, as a chat client hands it over. */
export interface ChatMessage {
  /** Who said it. */
  readonly nick: string;
  /** The account of the speaker, where the server tells it. */
  readonly account?: string | undefined;
  /** Where it was said: a channel, or the bot's own nick in a private message. */
  readonly target: string;
  /** What was said, without the marks of an action. */
  readonly text: string;
  /** Whether it was said to the bot alone; the answer then goes to the speaker. */
  readonly isPrivate: boolean;
}

/** A command to the bot: what follows its nick or the prefix. */
export interface ChatCommand extends ChatMessage {
  /** The first word. */
  readonly name: string;
  /** The other words. */
  readonly args: readonly string[];
  /** Where an answer belongs: the channel, or the speaker of a private message. */
  readonly replyTo: string;
}

/** A way into a chat: what every handler gets as `client`. */
export interface ChatClient {
  /** The bot's own nick, by which it is addressed. */
  readonly nick: string;
  /** Who may start and stop the host: nicks, and `account:NAME` where the server tells accounts. */
  readonly operators: readonly string[];
  /** Says a text to a channel or a nick; a line break starts a new message. Rejects when it cannot be sent or queued. */
  msg(target: string, text: string): Promise<void>;
  /** Says a text as an action (`/me`). */
  me(target: string, text: string): Promise<void>;
  /** Calls a listener with each command to the bot; gives a function that ends that. */
  onCommand(listener: (command: ChatCommand) => unknown): () => void;
  /** Calls a listener with everything that is said where the bot is; gives a function that ends that. */
  onMessage?(listener: (message: ChatMessage) => unknown): () => void;
  /** Calls a listener with everything that the client itself says; gives a function that ends that. */
  onSaid?(listener: (message: ChatMessage) => unknown): () => void;
  /** Calls a listener at each sign-on, and at once where the client is signed on; gives a function that ends that. */
  onConnect?(listener: () => unknown): () => void;
  /** Connects; the host calls it once its plugins are loaded. */
  connect?(): Promise<void>;
  /** Signs off; the host calls it when it closes. */
  close?(): Promise<void>;
}
