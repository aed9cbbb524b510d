import type { CommandDefinition } from "../command.ts";
import { type ExitStatus, exitStatus, UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { examples, writeJson, writeLines } from "../output.ts";

interface DevCommandOptions {
  readonly url?: string;
  readonly bot?: string;
  readonly port: string;
  readonly key?: string;
  readonly user?: string;
  readonly open?: boolean;
  readonly watch: boolean;
  readonly json?: boolean;
}

/** `clustaar dev`: runs a webhook, starts it anew when it changes, and serves the playground to talk to it. */
export const dev: CommandDefinition = {
  name: "dev",
  summary: "run a webhook and open the playground to talk to it",
  declare(command, runs) {
    command
      .argument(
        "[file]",
        "exports the webhook, as default or `webhook`; without it the usual files are looked for",
      )
      .option("--url <url>", "talk to a server that runs already, whatever it is written in")
      .option("--bot <file>", "the bot file; default bot.json beside the webhook")
      .option("--port <port>", "the port on 127.0.0.1; 0 for any that is free", "4321")
      .option(
        "--key <key>",
        "the private key (env: CLUSTAAR_PRIVATE_KEY; without either one is made up, and the webhook gets it there)",
      )
      .option("--user <name:password>", "basic credentials")
      .option("--open", "open the page in the browser")
      .option("--no-watch", "do not start it anew when a file changes")
      .option("--json", "print the addresses as JSON")
      .addHelpText(
        "after",
        examples(
          "dev",
          "dev src/webhook.ts --bot bot.json --open",
          "dev --url http://localhost:8000/webhook --key s3cr3t",
        ),
      )
      .action(runs(run));
  },
};

async function run(
  io: Io,
  file: string | undefined,
  options: DevCommandOptions,
): Promise<ExitStatus> {
  if (file !== undefined && options.url !== undefined) {
    throw new UsageError(
      "expected a file or --url, got both: a server that runs already needs no file",
    );
  }
  const { runDev } = await import("../dev/run-dev.ts");
  const running = await runDev(io, {
    file,
    url: options.url === undefined ? undefined : urlOf(options.url),
    bot: options.bot,
    port: portOf(options.port),
    key: keyOf(options.key),
    auth: authOf(options.user),
    watch: options.watch,
  });
  const { pageUrl, webhookUrl } = running;
  if (options.json) writeJson(io, { playground: pageUrl, webhook: webhookUrl });
  else writeLines(io, [`Webhook:    ${webhookUrl}`, `Playground: ${pageUrl}`, "Stop with Ctrl-C."]);
  if (options.open) (await import("../dev/open-browser.ts")).openBrowser(pageUrl);
  await untilSignal();
  running.close();
  return exitStatus.ok;
}

/** Waits for Ctrl-C, or for a polite request to end. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => resolve());
  });
}

function keyOf(key: string | undefined): string | undefined {
  if (key === "") throw new UsageError("--key: expected a key, got an empty one");
  return key;
}

function authOf(user: string | undefined) {
  if (user === undefined) return null;
  const colon = user.indexOf(":");
  if (colon <= 0) throw new UsageError("--user: expected name:password");
  return { username: user.slice(0, colon), password: user.slice(colon + 1) };
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UsageError(`--port: expected a number from 0 to 65535, got "${text}"`);
}

function urlOf(text: string): string {
  try {
    const url = new URL(text);
    if (url.protocol === "http:" || url.protocol === "https:") return url.href;
  } catch {
    // Said below.
  }
  throw new UsageError(
    `--url: expected an address such as http://localhost:8000/webhook, got "${text}"`,
  );
}
