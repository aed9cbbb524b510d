import type { CommandDefinition } from "../command.ts";
import { type ExitStatus, exitStatus } from "../failures.ts";
import type { Io } from "../io.ts";
import { credentialsOf, keyOf, placeOf, portOf } from "../options.ts";
import { examples, writeJson, writeLines } from "../output.ts";
import { aborted, interruptible } from "../signals.ts";

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

/** `clustaar dev`: runs a webhook, restarts it when it changes, and serves the playground to talk to it. */
export const dev: CommandDefinition = {
  name: "dev",
  summary: "run a webhook and open the playground to talk to it",
  declare(command, runs) {
    command
      .argument(
        "[file]",
        "exports the webhook, as default or `webhook`; without it the usual files are looked for",
      )
      .option("--url <url>", "talk to a running server instead, in any language")
      .option("--bot <file>", "the bot file; default bot.json beside the webhook")
      .option("--port <port>", "the port on 127.0.0.1; 0 for any that is free", "4321")
      .option(
        "--key <key>",
        "the private key (env: CLUSTAAR_PRIVATE_KEY; default: a random one, which the webhook finds in that variable)",
      )
      .option("--user <name:password>", "basic credentials")
      .option("--open", "open the page in the browser")
      .option("--no-watch", "do not restart it when a file changes")
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
  const place = placeOf(file, options.url);
  const { runDev } = await import("../dev/run-dev.ts");
  const running = await runDev(io, {
    file: place.file,
    url: place.url,
    bot: options.bot,
    port: portOf(options.port),
    key: keyOf(io, options.key) ?? undefined,
    auth: credentialsOf(options.user),
    watch: options.watch,
    keep: true,
  });
  const { pageUrl, webhookUrl } = running;
  if (options.json) writeJson(io, { playground: pageUrl, webhook: webhookUrl });
  else writeLines(io, [`Webhook:    ${webhookUrl}`, `Playground: ${pageUrl}`, "Stop with Ctrl-C."]);
  if (options.open) (await import("../dev/open-browser.ts")).openBrowser(pageUrl);
  await interruptible(io, aborted);
  running.close();
  return exitStatus.ok;
}
