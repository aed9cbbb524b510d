import { createInterface } from "node:readline";
import { ConversationError } from "@clustaar/testing";
import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { writeJsonLine, writeLines } from "../output.ts";
import { aborted } from "../signals.ts";
import { printable, type Style, styleOf } from "../style.ts";
import { chatCommands, type Line, readLine } from "./read-line.ts";
import type { ChatSession } from "./session.ts";
import { turnLines } from "./turn-text.ts";
import { choicesOf, type TurnView, turnView } from "./turn-view.ts";

/** How a chat is held. */
export interface ChatOptions {
  /** Prints one JSON document a line: a turn, or an error. */
  readonly json: boolean;
  /** Called when turns were added, or taken back. */
  readonly onChange: () => void;
  /** Ends the chat at once. */
  readonly signal: AbortSignal;
}

/** The outcome of a chat. */
export interface ChatOutcome {
  readonly turns: number;
  /** Whether a line could not be played, or was not answered. */
  readonly hasFailed: boolean;
}

/** What cannot be mended by typing something else. */
const hopeless: ReadonlySet<string> = new Set(["unreachable", "timed_out"]);

/** Whether a person reads along at a terminal; JSON is read by programs. */
export function isInteractive({ stdin, stdout }: Io, json: boolean): boolean {
  return !json && stdin.isTTY === true && stdout.isTTY === true;
}

/**
 * Reads lines until they end, and plays each: on a terminal with a prompt, else line by line as they are piped in.
 *
 * @throws UsageError when the server does not answer, and there is no person at a terminal who could start it.
 */
export async function holdChat(
  io: Io,
  session: ChatSession,
  { json, onChange, signal }: ChatOptions,
): Promise<ChatOutcome> {
  const style = styleOf(io);
  const interactive = isInteractive(io, json);
  const controller = new AbortController();
  const over = AbortSignal.any([signal, controller.signal]);
  const lines = createInterface({
    input: io.stdin,
    ...(interactive ? { output: io.stdout, terminal: true } : {}),
    prompt: style.bold("> "),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  // On a terminal, Ctrl-C is a key that readline reads.
  lines.on("SIGINT", () => controller.abort());
  const ended = aborted(over).then(() => lines.close());
  let hasFailed = false;

  async function answer(text: string): Promise<boolean> {
    const line = readLine(text, session.chat.choices);
    if (line.type === "quit") return false;
    if (line.type !== "play") {
      hint(line);
      return true;
    }
    const turn = await Promise.race([session.play(line.input), ended]);
    if (turn === undefined) return false;
    const view = turnView(turn);
    hasFailed ||= view.problem !== null;
    onChange();
    show(view);
    return true;
  }

  function show(view: TurnView): void {
    if (json) writeJsonLine(io, view);
    else writeLines(io, [...turnLines(view, style), ""]);
  }

  function hint({ type }: Line): void {
    if (type === "undo") {
      const done = session.undo();
      if (done) onChange();
      if (!json) writeLines(io, [done ? "The last turn is taken back." : "There is no turn yet."]);
    }
    if (json) return;
    if (type === "help") writeLines(io, helpLines(style));
    if (type === "session")
      writeLines(io, [printable(JSON.stringify(session.chat.session.values, null, 2))]);
    if (type === "choices") {
      const choices = choicesOf(session.chat.situation);
      const none = "Nothing is offered now; type something.";
      writeLines(
        io,
        choices.length === 0
          ? [none]
          : choices.map(({ number, title }) => `  [${number}] ${printable(title)}`),
      );
    }
  }

  function complain(error: unknown): void {
    const isOurs = error instanceof ConversationError || error instanceof UsageError;
    if (!isOurs) throw error;
    const isHopeless = error instanceof ConversationError && hopeless.has(error.code);
    if (isHopeless && !interactive) throw new UsageError(error.message);
    hasFailed = true;
    if (json) writeJsonLine(io, { error: { message: error.message } });
    else writeLines(io, [style.red(printable(`! ${error.message}`)), ""]);
  }

  if (interactive) lines.prompt();
  for await (const line of lines) {
    // What was piped in is not to be seen otherwise.
    if (!interactive && !json && line.trim() !== "") writeLines(io, [`> ${printable(line)}`]);
    try {
      if (!(await answer(line))) break;
    } catch (error) {
      complain(error);
    }
    if (over.aborted) break;
    if (interactive) lines.prompt();
  }
  lines.close();
  // A prompt is left on the line.
  if (interactive) writeLines(io, [""]);
  return { turns: session.chat.turns.length, hasFailed };
}

function helpLines(style: Style): string[] {
  const rows = Object.entries(chatCommands).map(([name, { takes, does }]) => [
    `/${name} ${takes}`.trim(),
    does,
  ]);
  const width = Math.max(...rows.map(([command = ""]) => command.length));
  return [
    "Type a text, the number of a choice, or a command:",
    ...rows.map(([command = "", does]) => `  ${style.bold(command.padEnd(width))}  ${does}`),
  ];
}
