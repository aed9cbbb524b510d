import { Buffer } from "node:buffer";
import {
  type BotFile,
  type Conversation,
  ConversationError,
  conversation,
  type Exchange,
  type Turn,
  type VisitorInput,
} from "@clustaar/testing";
import { UsageError } from "../failures.ts";
import { type Fault, faults, signOutgoing } from "../sending/faults.ts";
import { type Answer, post } from "../sending/outgoing.ts";
import { curlCommand } from "./curl.ts";
import { exchangeOf } from "./exchange-of.ts";
import type { ExchangeView, ResendRequest, Situation, TurnView, Update } from "./protocol.ts";
import { signatureView } from "./signature-view.ts";
import { visitorOf } from "./visitors.ts";

/** How long an answer is waited for, in milliseconds. */
const TIMEOUT = 30_000;
/** Requests sent again by hand that are kept. */
const MOST_RESENT = 200;

/** What the conversation of the playground talks to, and as whom. */
export interface StageOptions {
  readonly url: string;
  readonly key: string | null;
  readonly auth: { readonly username: string; readonly password: string } | null;
  readonly bot: BotFile | undefined;
  /** A conversation to go on with. */
  readonly resume?: Conversation["state"] | undefined;
  readonly tell: (update: Update) => void;
}

/** The conversation behind the page: it outlives the webhook's process, and the page's. */
export class Stage {
  readonly #options: StageOptions;
  #bot: BotFile | undefined;
  #chat: Conversation;
  #sentAt = new Map<number, number>();
  #resent: ExchangeView[] = [];
  #count = 0;
  /** Turns that are under way. */
  #playing = 0;
  #visitors = 0;
  #waiting: (() => void) | undefined;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#bot = options.bot;
    this.#chat = this.#resumed(options.resume) ?? this.#begin();
  }

  get busy(): boolean {
    return this.#playing > 0;
  }

  get situation(): Situation {
    return this.#chat.situation;
  }

  get turns(): TurnView[] {
    return this.#chat.turns.map((turn) => this.#view(turn));
  }

  get resent(): readonly ExchangeView[] {
    return this.#resent;
  }

  /** The whole conversation, to go on with it later. */
  get state(): Conversation["state"] {
    return this.#chat.state;
  }

  get transcript(): string {
    return this.#chat.transcript;
  }

  /** Plays one input; the page receives the turn through the stream. */
  async play(input: VisitorInput): Promise<void> {
    this.#setPlaying(1);
    try {
      const turn = await (input.type === "reach" && input.step === ""
        ? this.#chat.reach()
        : this.#chat.play(input));
      this.#sentAt.set(turn.number, Date.now());
      this.#options.tell({ type: "turn", turn: this.#view(turn), situation: this.situation });
    } finally {
      this.#setPlaying(-1);
    }
  }

  /** Goes back to the end of a turn; 0: to the beginning. */
  rewind(turn: number): void {
    this.#chat.rewind(turn);
  }

  /** Another visitor: nothing is left of the conversation. */
  newVisitor(): void {
    if (this.busy) throw new UsageError("a turn is under way; wait for it first");
    this.#visitors += 1;
    this.#chat = this.#begin();
    this.#resent = [];
  }

  /** Goes on with another bot file, once the turn that is under way is over. */
  async useBot(bot: BotFile | undefined): Promise<void> {
    if (this.busy) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    const { state } = this.#chat;
    this.#bot = bot;
    this.#chat = this.#begin(state);
  }

  /** Sends the request of an exchange once more, changed or not. */
  async resend(request: ResendRequest): Promise<ExchangeView> {
    const original = this.#find(request.exchange);
    const { key } = this.#options;
    const fault = faultOf(request.fault);
    const body = Buffer.from(request.body ?? original.exchange.request.body);
    const signed = signOutgoing(body, { key: key ?? undefined, now: Date.now() }, fault);
    const headers = new Map(signed.headers.map(([name, value]) => [name.toLowerCase(), value]));
    if (request.sign === false) keepOwn(headers, original.exchange);
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      if (value === null) headers.delete(name.toLowerCase());
      else headers.set(name.toLowerCase(), value);
    }
    const { auth } = this.#options;
    if (auth !== null && !headers.has("authorization")) {
      const token = Buffer.from(`${auth.username}:${auth.password}`).toString("base64");
      headers.set("authorization", `Basic ${token}`);
    }
    const repeated =
      fault === "two-signatures"
        ? signed.headers.filter(([name]) => name === "X-Hub-Signature").slice(1)
        : [];
    const outgoing = { ...signed, headers: [...headers, ...repeated] };
    let answer: Answer | undefined;
    for (let time = 0; time < outgoing.times; time++) {
      answer = await post(new URL(this.#options.url), outgoing, TIMEOUT);
    }
    const { step } = original.exchange;
    const exchange = exchangeOf(this.#options.url, step, outgoing, answer as Answer); // sent once at least
    const view = this.#exchangeView(
      exchange,
      { turn: null, at: Date.now(), fault: fault ?? null },
      `r${++this.#count}`,
    );
    this.#resent = [...this.#resent, view].slice(-MOST_RESENT);
    this.#options.tell({ type: "resent", exchange: view });
    return view;
  }

  #resumed(state: Conversation["state"] | undefined): Conversation | undefined {
    try {
      return state === undefined ? undefined : this.#begin(state);
    } catch (error) {
      // Of another version: it is no loss.
      if (error instanceof ConversationError) return undefined;
      throw error;
    }
  }

  #begin(resume?: Conversation["state"]): Conversation {
    const { url, key, auth } = this.#options;
    return conversation(
      { url },
      {
        ...(key === null ? {} : { privateKey: key }),
        ...(auth === null ? {} : { auth }),
        ...(this.#bot === undefined ? {} : { bot: this.#bot }),
        ...(resume === undefined ? { interlocutor: visitorOf(this.#visitors) } : { resume }),
      },
    );
  }

  #find(id: string): ExchangeView {
    const all = [...this.turns.flatMap(({ exchanges }) => exchanges), ...this.#resent];
    const found = all.find((view) => view.id === id);
    if (found !== undefined) return found;
    throw new UsageError(`there is no exchange "${id}" any more`);
  }

  #view(turn: Turn): TurnView {
    const at = this.#sentAt.get(turn.number) ?? turn.at;
    const exchanges = turn.exchanges.map((exchange, index) =>
      this.#exchangeView(
        exchange,
        { turn: turn.number, at, fault: null },
        `${turn.number}.${index + 1}`,
      ),
    );
    return { turn, exchanges };
  }

  readonly #views = new WeakMap<Exchange, ExchangeView>();

  /** Made once an exchange: the doctor takes its time. */
  #exchangeView(
    exchange: Exchange,
    about: Pick<ExchangeView, "turn" | "at" | "fault">,
    id: string,
  ): ExchangeView {
    const made = this.#views.get(exchange);
    if (made !== undefined) return made;
    const { url, key } = this.#options;
    const view: ExchangeView = {
      id,
      ...about,
      exchange,
      signature: signatureView(exchange, key),
      curl: curlCommand(exchange.request, url),
    };
    this.#views.set(exchange, view);
    return view;
  }

  #setPlaying(change: 1 | -1): void {
    const before = this.busy;
    this.#playing += change;
    if (this.busy !== before) this.#options.tell({ type: "busy", busy: this.busy });
    // What a turn under way would have been lost with.
    if (!this.busy) this.#waiting?.();
  }
}

function keepOwn(headers: Map<string, string>, { request }: Exchange): void {
  for (const name of ["date", "x-hub-signature"]) {
    const own = request.headers[name];
    if (own === undefined) headers.delete(name);
    else headers.set(name, own);
  }
}

function faultOf(name: string | undefined): Fault | undefined {
  if (name === undefined) return undefined;
  if (Object.hasOwn(faults, name)) return name as Fault;
  throw new UsageError(`there is no fault "${name}"; there are ${Object.keys(faults).join(", ")}`);
}
