import { printable, type Style } from "../style.ts";
import type { ActionView, ChoiceView, TurnView } from "./turn-view.ts";

/** A turn in lines: what the visitor hears and sees, and in brackets what happens out of their sight. */
export function turnLines(view: TurnView, style: Style): string[] {
  const { steps, note, problem, changed, choices } = view;
  const hasMoved = changed.some(({ path }) => path === "step") || steps.length > 1;
  const lines = steps.flatMap((step) => [
    ...(hasMoved ? [style.dim(printable(`-- ${step.name} --`))] : []),
    ...step.actions.flatMap((action) => actionLines(action, style)),
    ...step.warnings.map(({ path, message }) =>
      style.red(printable(`! ${path}: ${short(message)}; the platform refuses this answer`)),
    ),
  ]);
  if (note !== null) lines.push(style.dim(printable(`(${note})`)));
  if (problem !== null) {
    const status = problem.status === null ? "" : `${problem.status} `;
    lines.push(style.red(printable(`! no answer: ${status}${problem.code}: ${problem.detail}`)));
    if (problem.code === "signature_missing")
      lines.push(
        style.red("! The webhook checks signatures: give --key, or set CLUSTAAR_PRIVATE_KEY."),
      );
    else if (problem.code.startsWith("signature_"))
      lines.push(
        style.red("! The webhook has another key: give --key, or set CLUSTAAR_PRIVATE_KEY."),
      );
    if (problem.code.startsWith("credentials_"))
      lines.push(style.red("! The webhook asks for credentials: give --user name:password."));
  }
  for (const { path, after } of changed) {
    if (path === "step") continue;
    lines.push(
      style.dim(
        printable(`(${path} = ${after === undefined ? "nothing" : JSON.stringify(after)})`),
      ),
    );
  }
  if (lines.length === 0) lines.push(style.dim("(the bot says nothing)"));
  return [...lines, ...choices.map((choice) => choiceLine(choice, style))];
}

function actionLines({ says, shows, note }: ActionView, style: Style): string[] {
  const lines: string[] = [];
  if (says !== null) lines.push(...indented("Bot: ", says));
  if (shows !== null) lines.push(...indented("     ", shows));
  if (note !== null) lines.push(style.dim(`(${printable(note)})`));
  return lines;
}

/** A limit may name every kind of action there is. */
function short(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST)}...` : message;
}

const LONGEST = 200;

/** A text whose further lines stand under its first. */
function indented(label: string, text: string): string[] {
  const [first = "", ...rest] = printable(text).split("\n");
  return [label + first, ...rest.map((line) => " ".repeat(label.length) + line)];
}

function choiceLine({ number, kind, title, of }: ChoiceView, style: Style): string {
  const name = printable(title);
  const where = of === null || of === title ? "" : style.dim(` (${printable(of)})`);
  return `  ${style.bold(`[${number}]`)} ${name}${where}${hints[kind]}`;
}

/** What a number alone cannot answer. */
const hints: Readonly<Record<ChoiceView["kind"], string>> = {
  button: "",
  list: "",
  rating: "",
  location: ": answer with /locate 48.85 2.35",
  document: ": answer with /attach https://example.com/file.pdf",
};
