import type { CommandDefinition } from "../command.ts";
import { exitStatus, UsageError } from "../failures.ts";
import { examples, writeJson, writeLines } from "../output.ts";

interface SchemaOptions {
  readonly bundle?: boolean;
  readonly command?: string;
  readonly json?: boolean;
}

/** `clustaar schema`: the platform's wire schemas as JSON Schema. */
export const schema: CommandDefinition = {
  name: "schema",
  summary: "print a wire schema as JSON Schema",
  declare(command, runs) {
    command
      .argument("[name]", "the schema, such as send_text_action; without it all names are listed")
      .option("--bundle", "one document with every schema under $defs")
      .option("--command <name>", "what this command prints with --json")
      .option("--json", "list the names as JSON")
      .addHelpText(
        "after",
        examples(
          "schema",
          "schema send_cards_action",
          "schema --bundle > clustaar.schema.json",
          "schema --command replay",
          'schema --command "preservica list"',
        ),
      )
      .action(
        runs(async (io, name: string | undefined, { bundle, command, json }: SchemaOptions) => {
          if (command !== undefined) {
            if (name !== undefined || bundle) {
              throw new UsageError("--command stands alone: leave the name and --bundle out");
            }
            writeJson(io, await schemaOfCommand(command));
            return exitStatus.ok;
          }
          const { schemas } = await import("@clustaar/schemas");
          const names = Object.keys(schemas).sort();
          if (bundle) {
            if (name !== undefined) {
              throw new UsageError("--bundle holds every schema: leave the name out");
            }
            const definitions = names.map((each) => [each, jsonSchemaOf(schemas, each)]);
            writeJson(io, { $schema: DRAFT, $defs: Object.fromEntries(definitions) });
          } else if (name !== undefined) {
            writeJson(io, jsonSchemaOf(schemas, await known(name, names)));
          } else if (json) {
            writeJson(io, names);
          } else {
            writeLines(io, names);
          }
          return exitStatus.ok;
        }),
      );
  },
};

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

type Schemas = typeof import("@clustaar/schemas")["schemas"];

function jsonSchemaOf(schemas: Schemas, name: string): unknown {
  return schemas[name as keyof Schemas].toJSONSchema();
}

async function schemaOfCommand(command: string): Promise<unknown> {
  const { commandNames, outputSchema } = await import("../json/output-schemas.ts");
  const found = outputSchema(command);
  if (found !== undefined) return found;
  const { didYouMean } = await import("../nearest.ts");
  throw new UsageError(
    `--command: there is no "${command}"${didYouMean(command, commandNames)}; there are ${commandNames.join(", ")}`,
  );
}

async function known(name: string, names: readonly string[]): Promise<string> {
  if (names.includes(name)) return name;
  const { didYouMean } = await import("../nearest.ts");
  throw new UsageError(
    `there is no schema "${name}"${didYouMean(name, names)}; \`clustaar schema\` lists them`,
  );
}
