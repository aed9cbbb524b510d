import type { Command } from "commander";
import type { CommandDefinition, Runs } from "../command.ts";
import { exitStatus } from "../failures.ts";
import { examples, writeJson, writeJsonLine, writeLines } from "../output.ts";
import type { ShownDelivery } from "../webhooks/deliveries-task.ts";
import type { TriggerOptions } from "../webhooks/trigger.ts";

interface AppOptions {
  readonly app?: string;
  readonly json?: boolean;
}

interface DeliveriesOptions {
  readonly failed?: boolean;
  readonly webhook?: string;
  readonly limit: string;
  readonly watch?: boolean;
}

/** `clustaar webhooks`: the webhooks that an application sends. */
export const webhooks: CommandDefinition = {
  name: "webhooks",
  summary: "list, try and check the webhooks that an application sends",
  declare(command, runs) {
    command.addHelpText(
      "after",
      `
The application is a file that exports what createEmitter or createEvents gave, by default or by name. Its queue is only looked
at, also while the application runs; redeliver alone adds to it. No secret is printed. Every one of these commands takes --json.
${examples("webhooks list --app src/emitter.ts", "webhooks deliveries --failed", "webhooks trigger --help")}`,
    );
    list(command, runs);
    schema(command, runs);
    trigger(command, runs);
    check(command, runs);
    generate(command, runs);
    explain(command, runs);
    catalogue(command, runs);
    deliveries(command, runs);
    redeliver(command, runs);
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

function deliveries(parent: Command, runs: Runs): void {
  withApp(parent.command("deliveries"))
    .summary("list deliveries, and how their attempts went")
    .description(
      "list deliveries, the newest first: what was sent, what waits, what failed and why; also while the application runs",
    )
    .option("--failed", "only those that failed, for good or with another attempt to come")
    .option("--webhook <name>", "only those of one webhook, by its name or id")
    .option("--limit <count>", "how many, at most 500", "50")
    .option("--watch", "go on with what comes and changes, until Ctrl-C")
    .addHelpText(
      "after",
      examples(
        "webhooks deliveries --failed",
        "webhooks deliveries --webhook billing --limit 5",
        "webhooks deliveries --watch --json",
      ),
    )
    .action(
      runs(async (io, { app, json, watch, ...options }: AppOptions & DeliveriesOptions) => {
        const { limitOf } = await import("../options.ts");
        const { watchApplication, withApplication } = await import("../webhooks/application.ts");
        const { deliveryText } = await import("../webhooks/deliveries-text.ts");
        const { failed = false, webhook = null } = options;
        const work = { failed, webhook, limit: limitOf(options.limit, 500) };
        if (watch) {
          await watchApplication(io, app, { do: "watch", ...work }, (news) => {
            for (const one of news as readonly ShownDelivery[]) {
              if (json) writeJsonLine(io, one);
              else writeLines(io, deliveryText(io, one));
            }
          });
          return exitStatus.ok;
        }
        const all = await withApplication(io, app, { do: "deliveries", ...work });
        if (json) writeJson(io, all);
        else if (all.length === 0) writeLines(io, [failed ? "None failed." : "No deliveries."]);
        else for (const one of all) writeLines(io, deliveryText(io, one));
        return failed && all.length > 0 ? exitStatus.failed : exitStatus.ok;
      }),
    );
}

function redeliver(parent: Command, runs: Runs): void {
  withApp(parent.command("redeliver"))
    .summary("send a delivery once more")
    .description(
      "send a delivery once more, now, beside its schedule, and print how it went: its success settles the delivery, its failure leaves the schedule alone",
    )
    .argument("<id>", "dlv_..., as `webhooks deliveries` shows it")
    .addHelpText(
      "after",
      `
On PostgreSQL a process of the application makes the attempt. A file belongs to one process: while the application has it open,
the application itself must call emitter.deliveries.redeliver(id).
${examples("webhooks redeliver dlv_0mifkq8zk8f3c9d1e5a7b2c4d6e8f")}`,
    )
    .action(
      runs(async (io, id: string, { app, json }: AppOptions) => {
        const { redeliverOne } = await import("../webhooks/redeliver.ts");
        const { redeliveredText } = await import("../webhooks/deliveries-text.ts");
        const redelivered = await redeliverOne(io, id, app);
        if (json) writeJson(io, redelivered);
        else writeLines(io, redeliveredText(io, redelivered));
        return redelivered.attempt?.ok ? exitStatus.ok : exitStatus.failed;
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
