import { type Action, schemas, type Wire } from "@clustaar/webhook-core";
import { checkOptions } from "@clustaar/webhook-core/endpoint";
import type { BotFile, BotFileStep, IntentRule, TextRule, When } from "./bot-file.ts";
import { parseBot } from "./parse-bot.ts";

/** A bot written in code: as a {@link BotFile}, with actions made by builders and regular expressions as such. */
export interface BotDefinition
  extends Omit<BotFile, "$schema" | "steps" | "texts" | "intents" | "team"> {
  /** Every step of the bot, at least one. */
  readonly steps: readonly BotStepDefinition[];
  /** Which texts lead to which step; the first match wins, and a text without a match reaches the current step. */
  readonly texts?: readonly DefinedRule<TextRule>[];
  /** What the bot understands, for conditions that ask for an intent. */
  readonly intents?: readonly DefinedRule<IntentRule>[];
  /** Whether someone on the team is online, for conditions that ask; default `offline`. */
  readonly team?: "online" | "offline";
}

/** One step of a {@link BotDefinition}. */
export interface BotStepDefinition extends Omit<BotFileStep, "actions"> {
  /** The actions the step is configured to run; default: none. */
  readonly actions?: readonly Action[];
}

/** A rule whose `when` may be a regular expression as JavaScript writes it. */
export type DefinedRule<R extends { readonly when: When }> = Omit<R, "when"> & {
  /** A text, a list of texts, or a regular expression. */
  readonly when: When | RegExp;
};

/**
 * Makes a bot in code, checked like a bot file; `JSON.stringify` of what comes back is that file.
 *
 * @throws {@link ConversationError} `bot_invalid`, with every path in `issues`.
 *
 * @example
 * ```ts
 * import { sendTextAction } from "@clustaar/webhook-core";
 * import { defineBot } from "@clustaar/testing";
 *
 * const bot = defineBot({
 *   steps: [
 *     { id: "507f191e810c19729de860ea", name: "Hello", actions: [sendTextAction({ alternatives: ["Hi"] })] },
 *     { id: "507f191e810c19729de860eb", name: "Jackets", webhook: false },
 *   ],
 *   texts: [{ when: /jackets?/i, step: "507f191e810c19729de860eb" }],
 * });
 * console.log(bot.texts?.[0]?.when); // { regexp: "jackets?", flags: "i" }
 * ```
 */
export function defineBot(definition: BotDefinition): BotFile {
  checkOptions("defineBot", definition, [
    "id",
    "start",
    "steps",
    "texts",
    "events",
    "intents",
    "stories",
    "team",
  ]);
  const { steps, texts, intents, ...rest } = definition;
  const file: BotFile = {
    ...rest,
    steps: steps.map((step) => {
      const { actions, ...other } = step;
      return actions === undefined ? other : { ...other, actions: wiresOf(actions) };
    }),
    ...(texts ? { texts: texts.map(ruleOf) } : {}),
    ...(intents ? { intents: intents.map(ruleOf) } : {}),
  };
  return parseBot(file, "defineBot");
}

function wiresOf(actions: readonly Action[]): readonly Wire[] {
  const step = { id: "id", name: "name", userData: "{}", actions: [...actions] };
  return schemas.webhook_step.encode(step).actions as readonly Wire[];
}

function ruleOf<R extends { readonly when: When | RegExp }>(rule: R): R & { readonly when: When } {
  const { when } = rule;
  if (!(when instanceof RegExp)) return rule as R & { readonly when: When };
  return { ...rule, when: { regexp: when.source, flags: when.flags } };
}
