import type { CommandDefinition } from "../command.ts";
import { exitStatus, UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import type { AskedEvent } from "../loading/task.ts";
import { examples, writeJson, writeLines } from "../output.ts";
import { collect, parseHeaders } from "../sending/headers.ts";

interface RoutesOptions {
  readonly event?: string;
  readonly set?: readonly string[];
  readonly header?: readonly string[];
  readonly json?: boolean;
}

/** `clustaar routes`: lists the routes of a webhook, and says which of them handles an event. */
export const routes: CommandDefinition = {
  name: "routes",
  summary: "list the routes of a webhook, and say which one handles an event",
  declare(command, runs) {
    command
      .argument(
        "[file]",
        "exports the webhook; default: the first of webhook.ts, src/webhook.ts, ...",
      )
      .option(
        "--event <file>",
        "which route handles this event, and why: the file of a JSON body, - for standard input, or stepReached",
      )
      .option(
        "--set <path=value>",
        "change the event, such as data.step.id=1234; several times for several",
        collect,
      )
      .option(
        "-H, --header <name: value>",
        "a header of the event's request, for filters that look at it",
        collect,
      )
      .option("--json", "print the routes as JSON")
      .addHelpText(
        "after",
        examples(
          "routes webhook.ts",
          "routes webhook.ts --event event.json -H 'X-Stage: staging'",
          "routes webhook.ts --event stepReached --set data.step.id=507f191e810c19729de860ea",
        ),
      )
      .action(
        runs(async (io, file: string | undefined, options: RoutesOptions) => {
          const { findRoutes, routesText } = await import("../routing/routes-text.ts");
          const found = await findRoutes(io, file, await eventOf(io, options));
          if (options.json) writeJson(io, found);
          else writeLines(io, routesText(io, found));
          const { explanation } = found;
          return explanation === null || explanation.route !== null
            ? exitStatus.ok
            : exitStatus.failed;
        }),
      );
  },
};

async function eventOf(
  io: Io,
  { event: fixture, set, header }: RoutesOptions,
): Promise<AskedEvent | undefined> {
  if (fixture === undefined) {
    const given = (set && "--set") ?? (header && "--header");
    if (given === undefined) return undefined;
    throw new UsageError(`${given} changes an event: give --event too`);
  }
  const headers = parseHeaders(header ?? []);
  const { eventBody } = await import("../sending/event-body.ts");
  const text = (await eventBody(io, fixture, { set })).toString("utf8");
  try {
    return { body: JSON.parse(text), headers };
  } catch (error) {
    throw new UsageError(`${fixture}: expected JSON, ${(error as Error).message}`);
  }
}
