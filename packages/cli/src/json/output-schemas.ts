import { diagnosisCauses } from "@clustaar/webhook-core/doctor";
import { z } from "zod";

/** Whatever JSON can hold, or nothing. */
const json = z.unknown();
const input = z
  .looseObject({ type: z.string() })
  .describe("What the visitor did: say, click, choose, attach, rate, locate, reach, send or edit.");

const failure = z
  .strictObject({ error: z.strictObject({ message: z.string() }) })
  .describe("Why the command could not do its work, or a line of a chat could not be played.");

const route = {
  position: z.int().min(1).describe("From 1, in the order in which routes are tried."),
  topic: z.string(),
  name: z.string(),
  filters: z.array(z.string()).describe("The filters in words, in the order they are asked."),
  hasFallback: z.boolean(),
  middleware: z.array(z.string()).describe("What wraps the handler of this route alone."),
};

/** A filter, and within it the filters that it combines. */
const filter = z.strictObject({
  filter: z.string(),
  passes: z.boolean().nullable().describe("Null: it was not asked, or it threw."),
  saw: z.array(
    z.strictObject({
      path: z.string(),
      value: json.optional().describe("Absent: nothing stands there."),
      expected: z.array(json).optional(),
      pattern: z.string().optional().describe("The regular expression it has to match."),
    }),
  ),
  get parts() {
    return z.array(filter);
  },
  error: z.string().optional(),
  text: z.string(),
});

const explained = z.strictObject({
  ...route,
  verdict: z.enum(["takes", "later", "other_topic", "filters", "throws", "not_asked"]),
  reason: z.string(),
  explanations: z.array(filter),
});

const turn = z.strictObject({
  turn: z.int().min(1),
  input,
  steps: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      actions: z.array(
        z.strictObject({
          type: z.string().describe("The action's type on the wire."),
          says: z.string().nullable().describe("What the bot says."),
          shows: z.string().nullable().describe("What else the visitor sees."),
          note: z.string().nullable().describe("What happens out of sight."),
        }),
      ),
      warnings: z
        .array(z.strictObject({ path: z.string(), message: z.string() }))
        .describe("Limits of the platform that the answer breaks."),
    }),
  ),
  note: z.string().nullable(),
  problem: z
    .strictObject({ status: z.int().nullable(), code: z.string(), detail: z.string() })
    .nullable()
    .describe("Why there is no answer."),
  changed: z.array(
    z.strictObject({ path: z.string(), before: json.optional(), after: json.optional() }),
  ),
  choices: z
    .array(
      z.strictObject({
        number: z.int().min(1),
        kind: z.enum(["button", "list", "rating", "location", "document"]),
        title: z.string(),
        of: z.string().nullable().describe("The card or the list that it belongs to."),
      }),
    )
    .describe("What the visitor can do now, besides typing."),
});

const result = z.enum(["same", "different", "skipped"]);

const subscription = z.looseObject({
  id: z.string(),
  url: z.string(),
  trigger: z.string(),
  triggerType: z.string().describe("The trigger by its wire name."),
  includeIdentifiers: z.boolean().optional(),
});

const attempt = z.strictObject({
  at: z.iso.datetime(),
  kind: z.enum(["scheduled", "extra"]),
  ok: z.boolean(),
  status: z.int().nullable().describe("Null: there was no answer."),
  error: z.string().nullable().describe("Why it failed."),
  milliseconds: z.int(),
});

const delivery = z.strictObject({
  id: z.string().describe("What `webhooks redeliver` takes."),
  messageId: z.string(),
  webhook: z.string().describe("Its name or id."),
  event: z.string().describe("With its preposition."),
  state: z.enum(["waiting", "delivered", "dead", "cancelled"]),
  reason: z.string().nullable().describe("Why it is dead or cancelled."),
  attempts: z.int().describe("Attempts of the schedule that counted."),
  createdAt: z.iso.datetime(),
  nextAt: z.iso.datetime().nullable().describe("Null unless it waits."),
  settledAt: z.iso.datetime().nullable(),
  lastAttempt: attempt.nullable(),
});

const checkedWebhook = {
  name: z.string().nullable(),
  events: z.array(z.string()),
  url: z.string().describe("Without user, password and query."),
};

const chat = turn.describe("One line a turn.");

const hosted = {
  file: z.string().nullable().describe("Null: the plugins of the application's dependencies."),
  plugins: z.array(
    z.strictObject({
      name: z.string(),
      decision: z.enum(["loaded", "denied", "not allowed", "failed"]),
      reason: z.string(),
    }),
  ),
  routes: z.array(
    z.strictObject({
      plugin: z.string(),
      pattern: z.string(),
      methods: z.array(z.string()).describe("`*` alone: every method, as of a mounted endpoint."),
    }),
  ),
};

/** What `--json` prints of each command, beside {@link failure}. */
const outputs = {
  dev: z.strictObject({
    playground: z.url().describe("The address of the page, with its token."),
    webhook: z.url().describe("The address of the webhook."),
  }),
  chat,
  record: chat,
  replay: z.strictObject({
    transcript: z.string(),
    target: z.string().describe("What it was played with: a file, or an address."),
    turns: z.array(
      z.strictObject({
        turn: z.int().min(1),
        input,
        result,
        differences: z.array(
          z.strictObject({
            path: z.string(),
            expected: json.optional().describe("Absent: nothing."),
            actual: json.optional().describe("Absent: nothing."),
          }),
        ),
      }),
    ),
    counts: z.strictObject({ same: z.int(), different: z.int(), skipped: z.int() }),
  }),
  routes: z.strictObject({
    file: z.string(),
    middleware: z.array(z.string()).describe("What wraps every handler, the outermost first."),
    routes: z.array(z.strictObject(route)),
    explanation: z
      .strictObject({
        topic: z.string().nullable(),
        route: explained.nullable().describe("The route that takes the event."),
        routes: z.array(explained),
        refusal: z
          .strictObject({ status: z.int(), code: z.string(), message: z.string() })
          .nullable(),
        text: z.string(),
      })
      .nullable()
      .describe("Null without --event."),
  }),
  send: z.strictObject({
    url: z.url(),
    exchanges: z.array(
      z.strictObject({
        request: z.strictObject({
          headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
          body: z.string(),
        }),
        answer: z.strictObject({
          status: z.int().nullable().describe("Null: the connection ended without an answer."),
          headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
          body: z.string(),
          milliseconds: z.int(),
        }),
      }),
    ),
  }),
  verify: z.strictObject({
    fits: z.boolean().describe("Whether the signature fits the request as it came."),
    cause: z.enum(diagnosisCauses),
    message: z.string().describe("The cause and its remedy, in a sentence or two."),
  }),
  lint: z.strictObject({
    files: z.int().min(1),
    issues: z.array(
      z.strictObject({
        file: z.string(),
        line: z.int().min(1),
        column: z.int().min(1),
        path: z.string().describe("Keys and indexes joined by slashes; empty: the whole file."),
        message: z.string().describe("What is allowed, and what came."),
      }),
    ),
  }),
  schema: z.union([
    z.array(z.string()).describe("The names, where none was given."),
    z.looseObject({ $schema: z.string() }).describe("A JSON Schema."),
  ]),
  "webhooks list": z.array(
    z.strictObject({
      ...checkedWebhook,
      id: z.string(),
      source: z.enum(["file", "code", "store"]),
      description: z.string().nullable(),
      channels: z.array(z.string()),
      enabled: z.boolean(),
      status: z.enum(["active", "paused", "disabled"]),
      reason: z.string().nullable().describe("Why it is disabled."),
      failingSince: z.string().nullable().describe("ISO 8601."),
    }),
  ),
  "webhooks schema": z.strictObject({
    event: z.string().describe("With its preposition."),
    contentType: z.string(),
    deprecated: z.union([z.string(), z.literal(true)]).nullable(),
    schema: z.looseObject({ $schema: z.string() }).describe("A JSON Schema."),
  }),
  "webhooks trigger": z.strictObject({
    event: z.string(),
    sent: z.array(
      z.strictObject({
        webhook: z.string().nullable().describe("Its name or id. Null: an address."),
        ok: z.boolean(),
        request: z.strictObject({
          url: z.string().describe("Without user, password and query."),
          headers: z.record(z.string(), z.string()),
          body: z.string(),
        }),
        answer: z
          .strictObject({
            status: z.int(),
            contentType: z.string().nullable(),
            body: z.string().describe("Its first 4 KiB."),
            truncated: z.boolean(),
          })
          .nullable()
          .describe("Null: there was none."),
        error: z.string().nullable().describe("Why it failed."),
        milliseconds: z.int(),
      }),
    ),
  }),
  "webhooks check": z.strictObject({
    file: z.string(),
    webhooks: z.array(z.strictObject(checkedWebhook)),
    mistakes: z.array(z.string()).describe("One line each, with file and line."),
  }),
  "webhooks generate": z.strictObject({ configuration: z.string().describe("YAML.") }),
  "webhooks explain": z.array(
    z.strictObject({
      webhook: z.string().describe("Its id."),
      name: z.string().nullable(),
      sent: z.boolean().describe("Whether it would get the event."),
      reason: z.string().nullable().describe("Why not, or what is to be known all the same."),
    }),
  ),
  "webhooks catalogue": z.array(
    z.strictObject({
      name: z.string(),
      description: z.string().nullable(),
      example: json,
      exampleResult: json,
      deprecated: z.union([z.string(), z.literal(true)]).nullable(),
      input: json.describe("A JSON Schema, or null."),
      result: json.describe("A JSON Schema, or null."),
    }),
  ),
  "host start": z
    .strictObject({ listening: z.url().describe("Where it listens."), ...hosted })
    .describe("On one line, once it listens."),
  "host routes": z.strictObject(hosted),
  "webhooks deliveries": z.union([
    z.array(delivery),
    delivery.describe("With --watch: one line each, whenever one comes or changes."),
  ]),
  "webhooks redeliver": z.strictObject({
    delivery,
    attempt: attempt.nullable().describe("Null: no process of the application has made it yet."),
  }),
  "preservica subscribe": subscription,
  "preservica list": z.array(subscription),
  "preservica unsubscribe": z.strictObject({
    removed: z.array(z.string()).describe("The ids that are gone."),
  }),
  "preservica listen": z
    .union([
      z.strictObject({ listening: z.url() }).describe("The first line: where it listens."),
      z
        .strictObject({
          at: z.iso.datetime(),
          kind: z.enum(["delivery", "challenge"]).nullable().describe("Null: it was refused."),
          status: z.int(),
          code: z.string().nullable(),
          detail: z.string().nullable(),
          trigger: z.string().nullable(),
          events: z.array(z.looseObject({})),
        })
        .describe("One line a request."),
    ])
    .describe("One JSON document a line."),
} as const;

/** The commands that print JSON, by their names. */
export const commandNames: readonly string[] = Object.keys(outputs);

/** The JSON Schema of what a command prints with `--json`; undefined for a command that there is not. */
export function outputSchema(command: string): Record<string, unknown> | undefined {
  if (!Object.hasOwn(outputs, command)) return undefined;
  const output = outputs[command as keyof typeof outputs];
  return {
    ...z.toJSONSchema(z.union([output, failure])),
    title: `What \`clustaar ${command} --json\` prints`,
  };
}
