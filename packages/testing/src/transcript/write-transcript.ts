import type { BotFile } from "../bot/bot-file.ts";
import type { ConversationState } from "../conversation/state.ts";
import { FORMAT, type TranscriptHeader, type TranscriptTurn, VERSION } from "./transcript.ts";
import { turnOutcome, visitorWire } from "./turn-outcome.ts";

/** A conversation in JSON Lines: a header, and a line for each turn. */
export function writeTranscript(
  { start, turns }: ConversationState,
  bot: BotFile | undefined,
): string {
  const { step, channel, session, interlocutor, paused } = start;
  const header: TranscriptHeader = {
    format: FORMAT,
    version: VERSION,
    step,
    channel,
    ...(paused ? { paused } : {}),
    session,
    interlocutor: visitorWire(interlocutor),
    ...(bot === undefined ? {} : { bot }),
  };
  const lines: (TranscriptHeader | TranscriptTurn)[] = [header];
  let visitor = interlocutor;
  for (const turn of turns) {
    lines.push({
      turn: turn.number,
      at: new Date(turn.at).toISOString(),
      input: turn.input,
      ...turnOutcome(turn, visitor),
    });
    visitor = turn.after.interlocutor;
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}
