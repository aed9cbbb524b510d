import {
  checkOptions,
  checkText,
  checkTimer,
  WebhookConfigError,
} from "@clustaar/webhook-core/endpoint";
import type { ChatClient } from "./client.ts";
import { cutText } from "./split-lines.ts";

/** How a {@link slackClient} speaks: through an incoming webhook, or with a bot's token. */
export interface SlackClientOptions {
  /** The URL of an incoming webhook, which speaks in one channel. The type accepts an environment variable as it is. */
  readonly webhookUrl?: string | undefined;
  /** A bot token (`xoxb-...`) with `chat:write`, which speaks wherever the bot is. */
  readonly token?: string | undefined;
  /** The bot's name, for programs that ask; default `bot`. */
  readonly nick?: string;
  /** Where Slack's methods are; default `https://slack.com/api/`. */
  readonly apiUrl?: string;
  /** Milliseconds for one request; default 10,000. */
  readonly timeout?: number;
}

/** Slack cuts a text off after 40,000 characters, and advises 4,000. */
const LONGEST_TEXT = 4000;
/** How often a message is sent again when Slack asks to wait, and the seconds that one wait may take. */
const MOST_WAITS = 3;
const LONGEST_WAIT = 30;

/**
 * A chat client for Slack. Texts are sent as they are: `&`, `<` and `>` are escaped, so that no text can mention everybody.
 * Slack hands no commands to it.
 *
 * @throws WebhookConfigError `config_invalid` for an option that cannot work, or unless there is either a URL or a token.
 *
 * @example
 * ```ts
 * import { slackClient } from "@clustaar/webhook-host";
 *
 * try {
 *   slackClient({ token: process.env.SLACK_TOKEN_THAT_IS_NOT_SET });
 * } catch (error) {
 *   console.log((error as Error).message);
 *   // => "slackClient: token: expected a string, got undefined; is an environment variable not set?"
 * }
 * ```
 */
export function slackClient(options: SlackClientOptions): ChatClient {
  const { nick = "bot", timeout = 10_000 } = options;
  const post = poster(options);
  checkText("slackClient: nick", nick);
  checkTimer("slackClient: timeout", timeout, 1);
  const say = async (target: string, text: string, wrap: (piece: string) => string) => {
    checkText("slackClient: target", target);
    for (const piece of cutText(text, LONGEST_TEXT)) {
      if (piece.trim() !== "") await post({ channel: target, text: wrap(escaped(piece)) }, timeout);
    }
  };
  return {
    nick,
    operators: [],
    msg: (target, text) => say(target, text, (piece) => piece),
    me: (target, text) => say(target, text, (piece) => `_${piece}_`),
    onCommand: () => () => {},
  };
}

type Post = (message: { channel: string; text: string }, timeout: number) => Promise<void>;

function poster(options: SlackClientOptions): Post {
  const names = ["webhookUrl", "token", "nick", "apiUrl", "timeout"];
  checkOptions("slackClient", options, names, ["webhookUrl", "token"]);
  const { apiUrl = "https://slack.com/api/" } = options;
  if ("webhookUrl" in options === "token" in options) {
    throw new WebhookConfigError(
      "slackClient: expected either webhookUrl or token, got both or neither",
    );
  }
  if ("webhookUrl" in options) {
    const url = readUrl("webhookUrl", options.webhookUrl);
    return (message, timeout) => send(url, {}, message, timeout, async () => undefined);
  }
  const { token } = options;
  checkText("slackClient: token", token);
  const url = new URL("chat.postMessage", readUrl("apiUrl", apiUrl));
  const headers = { authorization: `Bearer ${token}` };
  return (message, timeout) => send(url, headers, message, timeout, refusalOf);
}

/** @throws WebhookConfigError that does not show the URL: anyone who knows it can post through the incoming webhook. */
function readUrl(name: string, text: unknown): URL {
  checkText(`slackClient: ${name}`, text);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.hostname === "127.0.0.1" || url?.hostname === "localhost";
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLocal)) return url;
  throw new WebhookConfigError(`slackClient: ${name}: expected an https URL, got another text`);
}

async function send(
  url: URL,
  headers: Record<string, string>,
  message: { channel: string; text: string },
  timeout: number,
  refusal: (response: Response) => Promise<string | undefined>,
): Promise<void> {
  for (let waits = 0; ; waits++) {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(message),
      redirect: "error",
      signal: AbortSignal.timeout(timeout),
    });
    const seconds = Number(response.headers.get("retry-after"));
    if (response.status === 429 && waits < MOST_WAITS && seconds <= LONGEST_WAIT) {
      await response.body?.cancel();
      await new Promise((later) => setTimeout(later, Math.max(seconds, 0) * 1000));
      continue;
    }
    const reason = response.ok ? await refusal(response) : `status ${response.status}`;
    if (reason === undefined) return;
    throw new Error(`Slack refused a message to ${message.channel}: ${reason}`);
  }
}

/** Slack's methods answer 200 with `ok: false`. */
async function refusalOf(response: Response): Promise<string | undefined> {
  const { ok, error } = (await response.json()) as { ok?: unknown; error?: unknown };
  return ok === true ? undefined : String(error ?? "no reason given");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
