import type { Command } from "commander";
import type { CommandDefinition, Runs } from "../command.ts";
import { exitStatus } from "../failures.ts";
import { examples, writeJson, writeLines } from "../output.ts";
import type { TriggerOptions } from "../webhooks/trigger.ts";

interface AppOptions {
  readonly app?: string;
  readonly json?: boolean;
}

/** `clustaar webhooks`: the webhooks that an application sends. */
export const webhooks: CommandDefinition = {
  name: "webhooks",
  summary: "list, try and check the webhooks that an application sends",
  declare(command, runs) {
    command.addHelpText(
      "after",
      `
The application is a file that exports what createEmitter or createEvents gave, by default or by name. Its emitter runs while
the command does. No secret is printed. Every one of these commands takes --json.
${examples("webhooks list --app src/emitter.ts", "webhooks trigger --help")}`,
    );
    list(command, runs);
    schema(command, runs);
    trigger(command, runs);
    check(command, runs);
    generate(command, runs);
    explain(command, runs);
    catalogue(command, runs);
  },
};

function list(parent: Command, runs: Runs): void {
  withApp(parent.command("list"))
    .summary("list the webhooks of an application")
    .description("list the webhooks of an application: name, status, events and address")
    .addHelpText("after", examples("webhooks list", "webhooks list --app src/emitter.ts --json"))
    .action(
      runs(async (io, { app, json }: AppOptions) => {
        const { withApplication } = await import("../webhooks/application.ts");
        const { listText } = await import("../webhooks/webhooks-text.ts");
        const all = await withApplication(io, app, { do: "list" });
        if (json) writeJson(io, all);
        else writeLines(io, listText(all));
        return exitStatus.ok;
      }),
    );
}

function schema(parent: Command, runs: Runs): void {
  withApp(parent.command("schema"))
    .summary("print what webhooks get for an event, as JSON Schema")
    .description("print the content type and the JSON Schema of what webhooks get for an event")
    .argument("<event>", "such as after:measure or before:measure")
    .addHelpText("after", examples("webhooks schema after:measure --app src/events.ts"))
    .action(
      runs(async (io, event: string, { app, json }: AppOptions) => {
        const { withApplication } = await import("../webhooks/application.ts");
        const { bodySchema } = await import("../webhooks/body-schema.ts");
        const found = bodySchema(await withApplication(io, app, { do: "catalogue" }), event);
        if (json) writeJson(io, found);
        else {
          writeLines(io, [`Content-Type: ${found.contentType}`, ""]);
          writeJson(io, found.schema);
        }
        return exitStatus.ok;
      }),
    );
}

function trigger(parent: Command, runs: Runs): void {
  withApp(parent.command("trigger"))
    .summary("sign an event and send it now")
    .description(
      "sign an event and send it now, once, to one webhook or to all that would get it; prints request, answer and time",
    )
    .argument("<event>", "such as after:adjust")
    .argument("[target]", "a webhook's name or id, or an address, which may be on this machine")
    .option("--data <file>", "the event's input as JSON; - for standard input")
    .option("--example", "the event's example, which is the default")
    .option("--secret <secret>", "what an address is signed with (env: WEBHOOK_SECRET)")
    .addHelpText(
      "after",
      examples(
        "webhooks trigger after:adjust",
        "webhooks trigger after:adjust my_handler --data input.json",
        "webhooks trigger after:adjust http://localhost:3000/hooks --secret s3cr3t",
      ),
    )
    .action(
      runs(
        async (
          io,
          event: string,
          target: string | undefined,
          options: TriggerOptions & AppOptions,
        ) => {
          const { triggerNow } = await import("../webhooks/trigger.ts");
          const { triggeredText } = await import("../webhooks/webhooks-text.ts");
          const sent = await triggerNow(io, event, target, options);
          if (options.json) writeJson(io, { event, sent });
          else writeLines(io, triggeredText(io, event, sent));
          return sent.length > 0 && sent.every(({ ok }) => ok) ? exitStatus.ok : exitStatus.failed;
        },
      ),
    );
}

function check(parent: Command, runs: Runs): void {
  withApp(parent.command("check"))
    .summary("check a configuration file")
    .description("check a configuration file; with --app, whether its events exist, too")
    .argument("<file>", "such as webhooks.yaml; - for standard input")
    .addHelpText(
      "after",
      examples("webhooks check webhooks.yaml", "webhooks check servo.yaml --app src/events.ts"),
    )
    .action(
      runs(async (io, file: string, { app, json }: AppOptions) => {
        const { checkFile } = await import("../webhooks/check-file.ts");
        const { checkedText } = await import("../webhooks/webhooks-text.ts");
        const checked = await checkFile(io, file, app);
        if (json) writeJson(io, checked);
        else writeLines(io, checkedText(io, checked));
        return checked.mistakes.length === 0 ? exitStatus.ok : exitStatus.failed;
      }),
    );
}

function generate(parent: Command, runs: Runs): void {
  parent
    .command("generate")
    .summary("print a configuration to begin with")
    .description(
      "print a configuration to begin with, every key explained; its secret comes from WEBHOOK_SECRET",
    )
    .option("--json", "print JSON")
    .addHelpText("after", examples("webhooks generate > webhooks.yaml"))
    .action(
      runs(async (io, { json }: AppOptions) => {
        const { startingConfiguration } = await import("../webhooks/starting-configuration.ts");
        if (json) writeJson(io, { configuration: startingConfiguration });
        else io.stdout.write(startingConfiguration);
        return exitStatus.ok;
      }),
    );
}

function explain(parent: Command, runs: Runs): void {
  withApp(parent.command("explain"))
    .summary("say which webhooks would get an event, and why not")
    .description("say of each webhook whether it would get an event, and why not; nothing is sent")
    .argument("<event>", "such as after:adjust")
    .requiredOption("--data <file>", "the event's input as JSON; - for standard input")
    .addHelpText("after", examples("webhooks explain after:adjust --data input.json"))
    .action(
      runs(async (io, event: string, { app, json, data }: AppOptions & { data: string }) => {
        const { readJson } = await import("../webhooks/trigger.ts");
        const { withApplication } = await import("../webhooks/application.ts");
        const { explainedText } = await import("../webhooks/webhooks-text.ts");
        const work = { do: "explain", event, data: await readJson(io, data) } as const;
        const all = await withApplication(io, app, work);
        if (json) writeJson(io, all);
        else writeLines(io, explainedText(all));
        return all.some(({ sent }) => sent) ? exitStatus.ok : exitStatus.failed;
      }),
    );
}

function catalogue(parent: Command, runs: Runs): void {
  withApp(parent.command("catalogue"))
    .summary("write a document of all events")
    .description("write a document of all events, for those who receive them: Markdown, or HTML")
    .option("--html", "HTML in place of Markdown")
    .addHelpText(
      "after",
      examples("webhooks catalogue > events.md", "webhooks catalogue --html > events.html"),
    )
    .action(
      runs(async (io, { app, json, html }: AppOptions & { html?: boolean }) => {
        const { withApplication } = await import("../webhooks/application.ts");
        const { catalogueHtml, catalogueMarkdown } = await import("../webhooks/catalogue-text.ts");
        const all = await withApplication(io, app, { do: "catalogue" });
        if (json) writeJson(io, all);
        else io.stdout.write(html ? catalogueHtml(all) : catalogueMarkdown(all));
        return exitStatus.ok;
      }),
    );
}

function withApp(command: Command): Command {
  return command
    .option(
      "--app <file>",
      "exports the emitter or the events; default: the first of emitter.ts, src/emitter.ts, ...",
    )
    .option("--json", "print JSON");
}
