import { messageOf } from "@clustaar/webhook-core/endpoint";
import type { Logger } from "../host/log.ts";
import type { ChatClient, ChatCommand } from "./client.ts";
import { isOperator } from "./operators.ts";

/** What the commands of the chat work on: a host. */
export interface Commanded {
  routes(): readonly { readonly pattern: string; readonly methods: readonly string[] }[];
  start(): Promise<boolean>;
  stop(): Promise<boolean>;
}

/** Lets a host be asked for its routes, started and stopped from the chat; gives a function that ends that. */
export function listenToCommands(client: ChatClient, host: Commanded, log: Logger): () => void {
  return client.onCommand(async (command) => {
    if (command.name !== "webhooks") return;
    try {
      await run(client, host, command);
    } catch (error) {
      log.error(`webhooks ${command.args[0] ?? "routes"}: ${messageOf(error)}`, error);
    }
  });
}

async function run(client: ChatClient, host: Commanded, command: ChatCommand): Promise<void> {
  const { args, replyTo, nick } = command;
  const [subcommand = "routes"] = args;
  if (subcommand === "routes") return tellRoutes(client, host, command);
  if (subcommand !== "start" && subcommand !== "stop") {
    const known = "I know webhooks routes, webhooks start and webhooks stop";
    return client.msg(replyTo, `${nick}, ${known}`);
  }
  if (!isOperator(client, command)) {
    return client.msg(replyTo, `Sorry ${nick}, Only an operator can do that`);
  }
  await client.msg(replyTo, subcommand === "start" ? await start(host) : await stop(host));
}

async function start(host: Commanded): Promise<string> {
  try {
    return (await host.start()) ? "Webhooks service started" : "Webhooks service already running";
  } catch (error) {
    return `Webhooks service could not be started: ${messageOf(error)}`;
  }
}

async function stop(host: Commanded): Promise<string> {
  return (await host.stop()) ? "Webhooks service stopped" : "Webhooks service not running";
}

/** Whispered, as the list may be long. */
async function tellRoutes(
  client: ChatClient,
  host: Commanded,
  { replyTo, nick }: ChatCommand,
): Promise<void> {
  await client.me(replyTo, `whispers to ${nick}`);
  await client.msg(nick, `${nick}, here are the routes I know about`);
  const lines = host
    .routes()
    .map(({ pattern, methods }) => ({ pattern, line: `[${methods.join(",")}] ${pattern}` }))
    .sort((one, other) => (one.pattern < other.pattern ? -1 : Number(one.pattern > other.pattern)));
  for (const { line } of lines) await client.msg(nick, line);
}
