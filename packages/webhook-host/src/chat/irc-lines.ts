import { Buffer } from "node:buffer";
import { cutText, messageLines } from "./split-lines.ts";

/** Bytes of a line as a server passes it on, with CR and LF. */
export const LONGEST_LINE = 512;
/** What others see in front of a line: `:nick!user@host `, with the longest user and host that servers allow. */
const LONGEST_PREFIX = ":!@ ".length + 10 + 63;
const ACTION = { start: "\u0001ACTION ", end: "\u0001" };

/**
 * The lines that say a text to a channel or a nick: each is one IRC command whatever the text holds, at most 512 bytes when it
 * reaches others, and cut between characters. Each line of an action is a whole action.
 *
 * @throws Error when the target is not one channel or nick.
 */
export function privmsgLines(
  kind: "msg" | "me",
  nick: string,
  target: string,
  text: string,
): string[] {
  checkTarget(target);
  const command = `PRIVMSG ${target} :`;
  const { start, end } = kind === "me" ? ACTION : { start: "", end: "" };
  const frame = LONGEST_PREFIX + Buffer.byteLength(nick + command + start + end) + "\r\n".length;
  // A target may be so long that nothing is left; a server cuts it then.
  const room = Math.max(LONGEST_LINE - frame, 16);
  return messageLines(text)
    .map(quote)
    .flatMap((line) => cutText(line, room))
    .map((piece) => `${command}${start}${piece}${end}`);
}

/** NUL cannot be sent: it is quoted as CTCP has it, as the original does. The mark of CTCP would turn text into a command. */
function quote(line: string): string {
  return line
    .replaceAll("\u0010", "\u0010\u0010")
    .replaceAll("\0", "\u00100")
    .replaceAll("\u0001", "");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const TARGET = /^[^\s,:\u0000-\u001f\u007f][^\s,\u0000-\u001f\u007f]*$/;

function checkTarget(target: unknown): asserts target is string {
  if (typeof target === "string" && TARGET.test(target)) return;
  throw new Error(
    `expected one channel or nick without blanks, commas and control characters, got ${JSON.stringify(target)}`,
  );
}
