import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { type BotFile, readBotFile } from "@clustaar/testing";
import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { plainMessage } from "../loading/plain-message.ts";
import { loadAssets } from "./assets.ts";
import { DevServer } from "./dev-server.ts";
import { findFile } from "./find-file.ts";
import { Keeper } from "./keep.ts";
import type { BotView, LogLine, ServerView, Snapshot } from "./protocol.ts";
import { saveTest } from "./save-test.ts";
import { Stage } from "./stage.ts";
import { StartLog } from "./start-log.ts";
import { watchSources } from "./watch.ts";
import { type ProcessState, WebhookProcess } from "./webhook-process.ts";

/** What `clustaar dev` was called with. */
export interface DevOptions {
  readonly file: string | undefined;
  readonly url: string | undefined;
  readonly bot: string | undefined;
  readonly port: number;
  readonly key: string | undefined;
  readonly auth: { readonly username: string; readonly password: string } | null;
  readonly watch: boolean;
  /** Whether the conversation goes on when the command is started again. */
  readonly keep: boolean;
}

/** A dev server that runs. */
export interface RunningDev {
  /** The address of the page. */
  readonly pageUrl: string;
  /** The address that the webhook is called at. */
  readonly webhookUrl: string;
  /** Ends everything; no process is left behind. */
  close(): void;
}

/** How long a request waits for a webhook that is being started, in milliseconds. */
const START = 15_000;
const MOST_LINES = 200;

/** Runs a webhook with the playground: what `clustaar dev` does, and the demo. */
export async function runDev(io: Io, options: DevOptions): Promise<RunningDev> {
  const file = options.url === undefined ? findFile(io.cwd, options.file) : null;
  const [assets, bot] = await Promise.all([loadAssets(), readBot(io, options.bot, file)]);
  // A webhook that reads its key from the environment works without any set-up.
  const key =
    options.key ??
    io.env.CLUSTAAR_PRIVATE_KEY ??
    (file === null ? null : randomBytes(16).toString("hex"));
  const keeper = options.keep ? new Keeper(io.cwd, file ?? String(options.url)) : undefined;
  const kept = keeper?.read();
  const server = new DevServer(assets, kept?.token);
  await server.listen(options.port);
  const webhookUrl = options.url ?? `http://127.0.0.1:${server.port}/webhook`;

  const log: LogLine[] = [];
  let view: ServerView = {
    target: file === null ? webhookUrl : relative(io.cwd, file),
    url: webhookUrl,
    status: file === null ? "running" : "starting",
    error: null,
    signs: key !== null,
    authenticates: options.auth !== null,
    log,
  };
  let botView = botViewOf(io, bot);

  const terminal = new StartLog(io);
  function onState(state: ProcessState): void {
    terminal.onState(state);
    const { status, error } = state;
    const shown = error && { ...error, message: plainMessage(error.message) };
    view = { ...view, status, error: shown };
    server.tell({ type: "server", server: view });
    sayState(io, view);
  }
  function onLog(line: LogLine): void {
    log.push(line);
    if (log.length > MOST_LINES) log.shift();
    server.tell({ type: "log", line });
    terminal.write(line.text);
  }

  const child =
    file === null
      ? undefined
      : new WebhookProcess({
          file,
          cwd: io.cwd,
          env: { ...io.env, ...(key === null ? {} : { CLUSTAAR_PRIVATE_KEY: key }) },
          onState,
          onLog,
        });
  const stage = new Stage({
    url: webhookUrl,
    key,
    auth: options.auth,
    bot: bot.file,
    resume: kept?.state,
    tell: (update) => {
      server.tell(update);
      if (update.type === "turn") keeper?.later(server.token, () => stage.state);
    },
  });

  const snapshot = (): Snapshot => ({
    server: view,
    bot: botView,
    turns: stage.turns,
    resent: stage.resent,
    situation: stage.situation,
    busy: stage.busy,
  });
  server.use({
    snapshot,
    play: (input) => stage.play(input),
    rewind: (turn) => stage.rewind(turn),
    newVisitor: () => stage.newVisitor(),
    resend: (request) => stage.resend(request),
    saveTest: (name) =>
      saveTest({
        cwd: io.cwd,
        file,
        url: options.url ?? null,
        name,
        transcript: stage.transcript,
        signs: key !== null,
      }),
    webhookPort: async () => (child === undefined ? null : child.port(START)),
  });
  child?.start();

  async function reloadBot(): Promise<void> {
    const read = await readBot(io, options.bot, file).catch((error: Error) => ({
      ...bot,
      error: error.message,
    }));
    botView = botViewOf(io, read);
    if (read.error === null) await stage.useBot(read.file);
    server.tell({ type: "snapshot", snapshot: snapshot() });
  }
  const folder = file === null ? dirname(botPath(io, options.bot, file)) : sourcesFolder(io, file);
  function onChange(names: ReadonlySet<string>): void {
    // What the playground itself writes changes nothing.
    const files = [...names].filter((name) => !name.startsWith("conversations"));
    const isBot = (name: string) => resolve(folder, name) === botPath(io, options.bot, file);
    if (files.some(isBot)) void reloadBot();
    if (!files.every(isBot)) child?.start();
  }
  const isWatched = options.watch && (file !== null || bot.path !== null);
  const unwatch = isWatched ? watchSources(folder, onChange) : () => {};

  return {
    pageUrl: server.pageUrl,
    webhookUrl,
    close() {
      keeper?.write(server.token, stage.state);
      unwatch();
      child?.stop();
      server.close();
    },
  };
}

/** The working folder, where the file is below it; else the file's own. */
function sourcesFolder({ cwd }: Io, file: string): string {
  return relative(cwd, file).startsWith("..") ? dirname(file) : cwd;
}

interface ReadBot {
  readonly path: string | null;
  readonly file: BotFile | undefined;
  readonly error: string | null;
}

/** Reads the bot file that is named, or `bot.json` beside the webhook. */
async function readBot(io: Io, given: string | undefined, file: string | null): Promise<ReadBot> {
  const path = botPath(io, given, file);
  if (!existsSync(path)) {
    if (given !== undefined) throw new UsageError(`${given}: there is no such file`);
    return { path: null, file: undefined, error: null };
  }
  try {
    return { path, file: await readBotFile(path), error: null };
  } catch (error) {
    // The page shows it, and goes on when it is mended.
    return { path, file: undefined, error: (error as Error).message };
  }
}

function botPath({ cwd }: Io, given: string | undefined, file: string | null): string {
  if (given !== undefined) return resolve(cwd, given);
  return file === null ? resolve(cwd, "bot.json") : resolve(dirname(file), "bot.json");
}

function botViewOf({ cwd }: Io, { path, file, error }: ReadBot): BotView {
  const steps = (file?.steps ?? []).map(({ id, name = id, webhook = true }) => ({
    id,
    name,
    webhook,
  }));
  return { file: path === null ? null : relative(cwd, path), steps, error };
}

function sayState(io: Io, { status, error, target }: ServerView): void {
  // Standard output is for the addresses, which may be JSON.
  if (status === "running") io.stderr.write(`${target} is running\n`);
  if (status !== "broken" || error === null) return;
  const place = [error.file, error.line, error.column].filter((part) => part !== null).join(":");
  io.stderr.write(
    `${target} is broken: ${error.message}${place === "" ? "" : `\n  at ${place}`}\n`,
  );
  if (error.frame !== null) io.stderr.write(`${error.frame}\n`);
}
