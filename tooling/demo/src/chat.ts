import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { type Conversation, conversation, readBotFile, type Turn } from "@clustaar/testing";
import { quickstartFolder } from "./quickstart.ts";
import type { Credentials } from "./scenarios.ts";

interface ExpectedTurn {
  readonly play: (chat: Conversation) => Promise<Turn>;
  /** The visitor's side, in words. */
  readonly shown: string;
  /** Where the turn must end. */
  readonly step: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const turns: readonly ExpectedTurn[] = [
  {
    play: (chat) => chat.say("Hello"),
    shown: 'types "Hello"',
    step: "Welcome",
    values: { greeted: "yes" },
  },
  {
    play: (chat) => chat.say("I want a jacket"),
    shown: 'types "I want a jacket"',
    step: "Jackets",
    values: { greeted: "yes" },
  },
  {
    play: (chat) => chat.click("XL"),
    shown: "presses [XL]",
    step: "Size chosen",
    values: { greeted: "yes", size: "XL" },
  },
];

/** Talks to the quickstart as a visitor would, and tells it; gives whether each turn went as it should. */
export async function holdConversation(
  { url }: { readonly url: string },
  { privateKey, auth }: Credentials,
): Promise<boolean> {
  const bot = await readBotFile(`${fileURLToPath(quickstartFolder)}bot.json`);
  const chat = conversation({ url }, { privateKey, auth, bot });
  console.log("A conversation with it, as a test would hold it (@clustaar/testing, bot.json):\n");
  let surprises = 0;
  for (const { play, shown, step, values } of turns) {
    const turn = await play(chat);
    console.log(showTurn(shown, turn, chat));
    const isExpected =
      chat.step.name === step && isDeepStrictEqual({ ...chat.session.values }, values);
    if (!isExpected) surprises += 1;
  }
  console.log(
    surprises === 0
      ? `\n${turns.length} turns, each as it should be.\n`
      : `\n${surprises} of ${turns.length} turns went NOT as they should.\n`,
  );
  return surprises === 0;
}

function showTurn(shown: string, turn: Turn, { choices, step }: Conversation): string {
  const buttons = choices.flatMap((offer) => (offer.kind === "button" ? [`[${offer.title}]`] : []));
  const values = turn.changed
    .filter(({ path }) => path.startsWith("session.values."))
    .map(({ path, after }) => `${path.slice("session.values.".length)} = ${JSON.stringify(after)}`);
  return [
    `  the visitor ${shown}: step "${step.name}"`,
    ...turn.texts.map((text) => `    the bot: ${text}`),
    ...(buttons.length === 0 ? [] : [`             ${buttons.join(" ")}`]),
    ...(values.length === 0 ? [] : [`    the session: ${values.join(", ")}`]),
    ...(turn.problem === undefined ? [] : [`    ${turn.problem.code}: ${turn.problem.detail}`]),
  ].join("\n");
}
