import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { privmsgLines } from "./chat/irc-lines.ts";
import {
  type Json,
  optionsOf,
  patternOf,
  plainValue,
  quiet,
  type Row,
} from "./conformance.test-helpers.ts";
import { createHost, definePlugin } from "./index.ts";
import { announcements } from "./plugins.ts";
import { recordingClient } from "./testing.ts";

/** A pattern as text where it is plain, so that it is shown as in the original but for the `$`. */
function pattern(path: string): string | RegExp {
  return /^[/\w]+\$?$/.test(path) ? path.replace(/\$$/, "") : patternOf(path);
}

function rowPlugin(routes: Json[] = []) {
  return definePlugin({
    name: "row",
    setup({ route }) {
      for (const { path, methods, does = [] } of routes) {
        route(pattern(path), methods === undefined ? {} : { methods }, async ({ client }) => {
          for (const step of does) if (step.say) await client.msg(step.say[0], step.say[1]);
          return does.at(-1)?.return ?? "ok";
        });
      }
    },
  });
}

function clientOf(settings: Json = {}) {
  const address: Json = {};
  if ("COMMAND_PREFIX_CHAR" in settings) address.prefix = settings.COMMAND_PREFIX_CHAR;
  if ("COMMAND_PREFIX_BOTNICK" in settings) address.byNick = settings.COMMAND_PREFIX_BOTNICK;
  if ("COMMAND_IGNORECASE" in settings) address.ignoreCase = settings.COMMAND_IGNORECASE;
  return recordingClient({
    nick: settings.NICK ?? "helga",
    operators: settings.OPERATORS ?? [],
    address,
  });
}

/** A host that listens from the sign-on, brought into the state of a row. */
async function hostInState(given: Json, port = 0) {
  const client = clientOf(given.settings);
  const host = await createHost({
    ...optionsOf(),
    plugins: [rowPlugin(given.routes)],
    client,
    listen: "on-connect",
    port,
    hostname: "127.0.0.1",
    closeDeadline: 500,
  });
  host.onError(() => {}).onResponse(() => {});
  const state: string = given.state ?? "";
  if (/^signed on|stopped/.test(state)) await client.signOn();
  if (state.includes("stopped")) await host.stop();
  if (state.includes("started again")) await host.start();
  return { client, host };
}

export async function runCommand({ given }: Row): Promise<Json> {
  const { client, host } = await hostInState(given);
  try {
    const { nick, to, text } = given.says;
    // An IRC client takes the marks of an action off.
    await client.hear(nick, to, text.replaceAll("\u0001", "").replace(/^ACTION /, ""));
    return { chat: client.said, listening: host.isRunning };
  } finally {
    await host.close();
  }
}

export function runChat({ given: { handler } }: Row): Json {
  const [kind, [target, text]] = handler.say ? ["msg", handler.say] : ["me", handler.act];
  return { wire: privmsgLines(kind as "msg" | "me", "helga", target, text) };
}

export async function runLife({ given }: Row): Promise<Json> {
  const isTaken = given.state === "another program listens on the port";
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((ready) => other.once("listening", ready));
  const { client, host } = await hostInState(
    given,
    isTaken ? (other.address() as AddressInfo).port : 0,
  );
  let port = host.address?.port;
  const steps: Json[] = [];
  try {
    for (const step of given.steps) {
      const said = client.said.length;
      const seen: Json = {};
      if (step === "the IRC server accepts the sign-on") await client.signOn();
      port = host.address?.port ?? port ?? 1;
      if (step.request) Object.assign(seen, await request(port, step.request.target));
      if (step.says) await client.hear(step.says.nick, step.says.to, step.says.text);
      seen.listening = host.isRunning;
      seen.routes = host.routes().map((route) => route.pattern);
      seen.chat = client.said.slice(said);
      steps.push(seen);
    }
    return { steps };
  } finally {
    await host.close();
    other.close();
  }
}

async function request(port: number, target: string): Promise<Json> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${target}`);
    return { status: answer.status, body: await answer.text() };
  } catch {
    return { connection: "refused" };
  }
}

/** Sends bytes that are not a request, and gives the status of the answer. */
export async function runRaw({ given }: Row): Promise<Json> {
  const host = await createHost({ ...optionsOf(), plugins: [rowPlugin()] });
  const { port } = await host.listen({ port: 0, hostname: "127.0.0.1" });
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => socket.end(given.request.raw));
      let text = "";
      socket.on("data", (chunk) => {
        text += String(chunk);
      });
      socket.on("close", () => resolve(text)).on("error", reject);
    });
    const [head = "", body] = answer.split("\r\n\r\n");
    return { status: Number(head.split(" ")[1]), body, chat: [] };
  } finally {
    await host.close();
  }
}

/** Installs what the row has as packages, and lets a host find them. */
export async function runLoading({ given }: Row): Promise<Json> {
  const folder = mkdtempSync(join(tmpdir(), "loading-"));
  const names = Object.keys(given.installed ?? {});
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, "1"])) }),
  );
  for (const name of names) installPlugin(folder, name, given);
  const lines: string[] = [];
  const logger = definePlugin({ name: "logger", setup: () => {} });
  const { ENABLED_WEBHOOKS, DISABLED_WEBHOOKS } = given.settings ?? {};
  try {
    const host = await createHost({
      ...optionsOf({ WEBHOOKS_CREDENTIALS: [["user", "pass"]] }),
      discover: folder,
      plugins: [announcements, logger].filter(({ name }) => given.builtin?.includes(name)),
      ...listOption("enabled", ENABLED_WEBHOOKS),
      ...listOption("disabled", DISABLED_WEBHOOKS),
      log: { ...quiet, warn: (line: string) => void lines.push(line) },
    });
    const named = (decision: string) =>
      host.plugins
        .filter((plugin) => plugin.decision === decision)
        .map(({ name }) => name)
        .sort();
    return {
      loaded: named("loaded"),
      denied: named("denied"),
      notAllowed: named("not allowed"),
      failed: named("failed"),
      routes: host
        .routes()
        .filter(({ plugin }) => names.includes(plugin))
        .map(({ pattern: path, methods }) => [path, methods])
        .sort(),
      reported: lines.join("\n"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function listOption(name: string, value: Json): Json {
  const list = plainValue(value);
  return list === undefined ? {} : { [name]: list };
}

function installPlugin(folder: string, name: string, { installed, modules }: Json): void {
  const { module, function: exported } = installed[name];
  const root = join(folder, "node_modules", name);
  mkdirSync(root, { recursive: true });
  const manifest = { name, type: "module", clustaar: { webhooks: { [name]: "./entry.js" } } };
  writeFileSync(join(root, "package.json"), JSON.stringify(manifest));
  const source = modules[module];
  if (source === "does not exist") return;
  const route = source?.[exported];
  const path = route && JSON.stringify(route.path.replace(/\$$/, ""));
  writeFileSync(
    join(root, "entry.js"),
    typeof source === "string"
      ? `throw new Error(${JSON.stringify(source)});`
      : route === undefined
        ? "export const nothing = true;"
        : `export default { name: ${JSON.stringify(name)}, setup: ({ route }) => route(${path}, { methods: ${JSON.stringify(route.methods ?? ["GET"])} }, () => "ok"), [Symbol.for("@clustaar/webhook-host/plugin")]: true };`,
  );
}
