import { EventEmitter } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import type { BotFile } from "@clustaar/testing";
import type { Io } from "../io.ts";
import { packageRoot } from "./package-root.ts";
import type { Snapshot, Update } from "./protocol.ts";
import { runDev } from "./run-dev.ts";
import { sharePage } from "./shared.test-helpers.ts";

sharePage();

const WELCOME = "507f191e810c19729de860ea";
const JACKETS = "507f191e810c19729de860eb";

/** The source of a bot that sells jackets. */
export const webhookText = `import {
  goToAction,
  quickReply,
  sendQuickRepliesAction,
  sendTextAction,
  stepId,
  stepReachedResponse,
  stepTarget,
  Webhook,
} from "@clustaar/webhook-core";

export const webhook = new Webhook({ privateKey: process.env.CLUSTAAR_PRIVATE_KEY });
webhook.on(
  "conversation.step_reached",
  ({ notification }) => {
    const { session } = notification.event;
    session.values.size = "XL";
    const hello = sendTextAction({ alternatives: ["Here are <b>jackets</b>"] });
    return stepReachedResponse({ actions: [hello], session });
  },
  { filters: stepId("${JACKETS}") },
);
webhook.on("conversation.step_reached", ({ notification }) => {
  const target = stepTarget({ stepId: "${JACKETS}", name: "Jackets" });
  const question = sendQuickRepliesAction({
    message: "Which size?",
    buttons: [quickReply({ title: "XL", action: goToAction({ target }) })],
  });
  return stepReachedResponse({ actions: [question], session: notification.event.session });
});
`;

const twoSteps: BotFile = {
  start: WELCOME,
  steps: [
    { id: WELCOME, name: "Welcome" },
    { id: JACKETS, name: "Jackets" },
  ],
};

/** A bot that \`clustaar dev\` runs, in a folder of its own. */
export interface DevBot {
  readonly folder: string;
  readonly key: string;
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  readonly pageUrl: string;
  readonly webhookUrl: string;
  api(call: string, body: unknown): Promise<Response>;
  snapshot(): Promise<Snapshot>;
  /** Waits until the state fits. */
  until(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  /** Rewrites `webhook.ts`, and waits until it answers. */
  rewrite(webhook: string): Promise<void>;
  /** Ends the server, and leaves the folder. */
  stop(): void;
  close(): void;
}

/** What a {@link DevBot} is made of. */
export interface DevBotOptions {
  /** The text of `webhook.ts`; default: a bot that sells jackets. */
  readonly webhook?: string;
  /** The bot file; default: two steps. */
  readonly bot?: BotFile;
  /** A server to talk to instead of a file. */
  readonly url?: string;
  /** Whether the conversation goes on in a bot that is started in the same folder. */
  readonly keep?: boolean;
  /** The folder of a bot that was stopped; default: a new one. */
  readonly folder?: string;
  /** The port of the page; default: any that is free. */
  readonly port?: number;
}

/** Starts a bot on a free port, in a folder of its own. */
export async function startBot(options: DevBotOptions = {}): Promise<DevBot> {
  // Inside the package, so that the bot's imports are found.
  const folder = options.folder ?? mkdtempSync(join(packageRoot(), "tmp-"));
  // There it is kept.
  if (options.keep) mkdirSync(join(folder, "node_modules"), { recursive: true });
  if (options.url === undefined) {
    writeFileSync(join(folder, "webhook.ts"), options.webhook ?? webhookText);
  }
  writeFileSync(join(folder, "bot.json"), JSON.stringify(options.bot ?? twoSteps));
  const key = "the-key-of-the-tests";
  const io: Io = {
    stdin: Readable.from([]),
    stdout: sink(),
    stderr: sink(),
    env: process.env,
    cwd: folder,
    signals: new EventEmitter(),
  };
  const running = await runDev(io, {
    file: undefined,
    url: options.url,
    bot: undefined,
    port: options.port ?? 0,
    key,
    auth: null,
    watch: true,
    keep: options.keep ?? false,
  });
  const { origin, port, searchParams } = new URL(running.pageUrl);
  const token = searchParams.get("token") ?? "";
  const authorization = `Bearer ${token}`;

  async function snapshot(): Promise<Snapshot> {
    const controller = new AbortController();
    const response = await fetch(`${origin}/api/events`, {
      headers: { authorization },
      signal: controller.signal,
    });
    let text = "";
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString("utf8");
      if (text.includes("\n")) break;
    }
    controller.abort();
    const update = JSON.parse(text.split("\n", 1)[0] ?? "") as Update;
    if (update.type !== "snapshot") throw new Error("the stream does not begin with a snapshot");
    return update.snapshot;
  }

  async function until(fits: (state: Snapshot) => boolean): Promise<Snapshot> {
    const end = Date.now() + 20_000;
    for (;;) {
      const state = await snapshot();
      if (fits(state)) return state;
      if (Date.now() > end) throw new Error(`never came to be: ${JSON.stringify(state.server)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  let rewritten = 0;
  async function rewrite(webhook: string): Promise<void> {
    const mark = `rewritten ${++rewritten}`;
    writeFileSync(join(folder, "webhook.ts"), `${webhook}\nconsole.log("${mark}");\n`);
    await until(
      ({ server }) => server.status === "running" && server.log.some(({ text }) => text === mark),
    );
  }

  await until(({ server }) => server.status === "running");
  return {
    folder,
    key,
    origin,
    port: Number(port),
    token,
    pageUrl: running.pageUrl,
    webhookUrl: running.webhookUrl,
    api: (call, body) =>
      fetch(`${origin}/api/${call}`, {
        method: "POST",
        headers: { authorization },
        body: JSON.stringify(body),
      }),
    snapshot,
    until,
    rewrite,
    stop: running.close,
    close() {
      running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A stream that takes everything and keeps nothing. */
export function sink(): PassThrough {
  const stream = new PassThrough();
  stream.resume();
  return stream;
}
