import { schemas, type Wire } from "@clustaar/webhook-core";

const id = (description: string) => ({ type: "string", minLength: 1, description });
const texts = {
  anyOf: [
    { type: "string", minLength: 1 },
    { type: "array", minItems: 1, items: { type: "string", minLength: 1 } },
  ],
};
const when = {
  description: "A text, a list of texts, or a regular expression.",
  anyOf: [
    ...texts.anyOf,
    {
      type: "object",
      required: ["regexp"],
      additionalProperties: false,
      properties: {
        regexp: {
          type: "string",
          minLength: 1,
          format: "regex",
          description:
            "A regular expression of JavaScript, without slashes, searched for in the text.",
        },
        flags: { type: "string", pattern: "^[dgimsuvy]*$", description: "Its flags; default: i." },
      },
    },
  ],
};

/**
 * The JSON Schema of a bot file, draft 2020-12; `bot.schema.json` of this package holds it.
 *
 * @example
 * ```ts
 * import { botSchema } from "@clustaar/testing";
 *
 * console.log(botSchema().required); // ["steps"]
 * ```
 */
export function botSchema(): Wire {
  const { properties, $defs } = schemas.webhook_step.toJSONSchema() as {
    properties: { actions: Wire };
    $defs: Wire;
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A Clustaar bot, for conversations in tests",
    type: "object",
    required: ["steps"],
    additionalProperties: false,
    properties: {
      $schema: { type: "string", minLength: 1 },
      id: id("The bot's id, sent as botID."),
      start: id("The id of the step a conversation starts at; default: the first step."),
      steps: {
        description: "Every step of the bot.",
        type: "array",
        minItems: 1,
        items: {
          type: "object",
          required: ["id"],
          additionalProperties: false,
          properties: {
            id: id(
              "The step's id; what leads to it by a button needs one of 24 letters and digits.",
            ),
            name: id("The step's name; default: its id."),
            userData: {
              type: "string",
              description: "The step's user data, a text of the bot's own; default: {}.",
            },
            actions: {
              ...properties.actions,
              description:
                "The actions the step is configured to run, as on the wire; default: none.",
            },
            webhook: {
              type: "boolean",
              description:
                "Whether reaching the step calls the webhook; false: it runs its own actions. Default: true.",
            },
          },
        },
      },
      texts: rules("Which texts lead to which step; the first match wins.", {
        when,
        step: id("The id of the step it leads to."),
      }),
      events: rules("Which custom events lead to which step; others reach the current step.", {
        when: { ...texts, description: "The event's name, or several." },
        step: id("The id of the step it leads to."),
      }),
      intents: rules("What the bot understands, for conditions that ask for an intent.", {
        id: id("The intent's id."),
        when,
      }),
      stories: rules("The first step of each story that something leads to.", {
        id: id("The story's id."),
        step: id("The id of its first step."),
      }),
      team: {
        enum: ["online", "offline"],
        description:
          "Whether someone on the team is online, for conditions that ask; default: offline.",
      },
    },
    $defs,
  };
}

function rules(description: string, properties: Record<string, Wire>): Wire {
  return {
    description,
    type: "array",
    items: {
      type: "object",
      required: Object.keys(properties),
      additionalProperties: false,
      properties,
    },
  };
}
