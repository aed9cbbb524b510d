import type { Command } from "commander";
import type { CommandDefinition, Runs } from "../command.ts";
import { exitStatus } from "../failures.ts";
import { examples, writeJson, writeLines } from "../output.ts";
import type { CredentialOptions } from "../preservica/client.ts";

interface JsonOption {
  readonly json?: boolean;
}

/** `clustaar preservica`: subscribes to a Preservica repository, and listens to what it sends. */
export const preservica: CommandDefinition = {
  name: "preservica",
  summary: "subscribe to a Preservica repository, and listen to what it sends",
  declare(command, runs) {
    command.addHelpText(
      "after",
      `
Credentials come from options, from PRESERVICA_SERVER, PRESERVICA_USERNAME, PRESERVICA_PASSWORD, PRESERVICA_TENANT and
PRESERVICA_2FA_TOKEN, or from credentials.properties. They are never printed. Every one of these commands takes --json.
${examples("preservica list", "preservica subscribe --help")}`,
    );
    subscribe(command, runs);
    list(command, runs);
    unsubscribe(command, runs);
    listen(command, runs);
  },
};

function subscribe(parent: Command, runs: Runs): void {
  withCredentials(parent.command("subscribe"))
    .summary("subscribe a URL to a trigger")
    .description(
      "subscribe a URL to a trigger; Preservica challenges the URL first, so its receiver must be running",
    )
    .argument("<url>", "where Preservica reaches the receiver")
    .requiredOption(
      "--trigger <name>",
      "INDEXED, MOVED, SECURITY_CHANGED, INGEST_FAILED or CHANGE_ASSET_VISIBILITY",
    )
    .option("--secret <secret>", "the receiver's secret (env: PRESERVICA_WEBHOOK_SECRET)")
    .option("--no-tag", "leave the URL as it is, without ?trigger=NAME")
    .option("--json", "print the subscription as JSON")
    .addHelpText(
      "after",
      examples("preservica subscribe https://hooks.example/preservica --trigger INDEXED"),
    )
    .action(
      runs(
        async (
          io,
          url: string,
          options: CredentialOptions &
            JsonOption & { trigger: string; secret?: string; tag: boolean },
        ) => {
          const { subscribe, subscriptionLine } = await import("../preservica/subscriptions.ts");
          const { json, trigger, secret, tag, ...credentials } = options;
          const made = await subscribe(io, credentials, { url, trigger, secret, tag });
          if (json) writeJson(io, made);
          else writeLines(io, [subscriptionLine(made)]);
          return exitStatus.ok;
        },
      ),
    );
}

function list(parent: Command, runs: Runs): void {
  withCredentials(parent.command("list"))
    .summary("list the subscriptions of the tenancy")
    .description("list the subscriptions of the tenancy: id, trigger and URL")
    .option("--json", "print them as JSON")
    .addHelpText("after", examples("preservica list", "preservica list --json"))
    .action(
      runs(async (io, { json, ...credentials }: CredentialOptions & JsonOption) => {
        const { list, subscriptionLine } = await import("../preservica/subscriptions.ts");
        const all = await list(io, credentials);
        if (json) writeJson(io, all);
        else writeLines(io, all.length === 0 ? ["No subscriptions."] : all.map(subscriptionLine));
        return exitStatus.ok;
      }),
    );
}

function unsubscribe(parent: Command, runs: Runs): void {
  withCredentials(parent.command("unsubscribe"))
    .summary("remove subscriptions")
    .description("remove subscriptions by their ids")
    .argument("[id...]", "ids, as `preservica list` shows them")
    .option("--all", "remove every subscription of the tenancy, other people's included")
    .option("--json", "print the ids that are gone as JSON")
    .addHelpText("after", examples("preservica unsubscribe c306c99ca3a736124fa711bec53c737d"))
    .action(
      runs(
        async (
          io,
          ids: string[],
          { json, all = false, ...credentials }: CredentialOptions & JsonOption & { all?: boolean },
        ) => {
          const { unsubscribe } = await import("../preservica/subscriptions.ts");
          const removed = await unsubscribe(io, credentials, ids, all);
          if (json) writeJson(io, { removed });
          else
            writeLines(
              io,
              removed.length === 0 ? ["No subscriptions."] : removed.map((id) => `${id}  removed`),
            );
          return exitStatus.ok;
        },
      ),
    );
}

function listen(parent: Command, runs: Runs): void {
  parent
    .command("listen")
    .summary("receive deliveries and print them")
    .description("receive deliveries, check their signatures, and print their events")
    .option("--port <port>", "the port; 0 for any that is free", "4322")
    .option("--host <host>", "the address to listen on", "127.0.0.1")
    .option("--secret <secret>", "the secret of the subscription (env: PRESERVICA_WEBHOOK_SECRET)")
    .option("--json", "print each request as one line of JSON")
    .addHelpText("after", examples("preservica listen", "preservica listen --port 8000 --json"))
    .action(
      runs(
        async (
          io,
          {
            json = false,
            port,
            host,
            secret,
          }: JsonOption & { port: string; host: string; secret?: string },
        ) => {
          const { secretOf } = await import("../preservica/subscriptions.ts");
          const { listen } = await import("../preservica/listen.ts");
          const { portOf } = await import("../options.ts");
          await listen(io, { host, port: portOf(port), secret: secretOf(io, secret), json });
          return exitStatus.ok;
        },
      ),
    );
}

function withCredentials(command: Command): Command {
  return command
    .option("--server <host>", "such as eu.preservica.com (env: PRESERVICA_SERVER)")
    .option("--username <name>", "(env: PRESERVICA_USERNAME)")
    .option("--password <password>", "better in the environment (env: PRESERVICA_PASSWORD)")
    .option("--tenant <name>", "(env: PRESERVICA_TENANT)")
    .option("--two-factor-secret <key>", "better in the environment (env: PRESERVICA_2FA_TOKEN)")
    .option("--credentials <file>", "default: credentials.properties, where there is one");
}
