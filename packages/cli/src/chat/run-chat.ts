import { type ExitStatus, exitStatus } from "../failures.ts";
import type { Io } from "../io.ts";
import { placeOf } from "../options.ts";
import { writeLines } from "../output.ts";
import { interruptible } from "../signals.ts";
import { styleOf } from "../style.ts";
import { holdChat, isInteractive } from "./hold-chat.ts";
import { ChatSession } from "./session.ts";
import { TranscriptFile } from "./transcript-file.ts";

/** What `chat` and `record` are called with. */
export interface RunChatOptions {
  readonly target: string | undefined;
  readonly url: string | undefined;
  readonly bot: string | undefined;
  readonly key: string | undefined;
  readonly user: string | undefined;
  readonly json: boolean;
  /** Where the conversation is recorded; undefined: nowhere. */
  readonly record?: { readonly file: string; readonly force: boolean };
}

/** Holds a chat, and records it where that is asked for. */
export function runChat(io: Io, options: RunChatOptions): Promise<ExitStatus> {
  const { target, url, json, record } = options;
  const place = placeOf(target, url);
  return interruptible(io, async (signal) => {
    const transcript =
      record === undefined ? undefined : new TranscriptFile(io, record.file, record.force);
    const interactive = isInteractive(io, json);
    const session = await ChatSession.start(io, { ...options, place, watch: interactive });
    try {
      const keep = () => transcript?.write(session.chat.transcript);
      keep();
      if (interactive) greet(io, session.name, record?.file);
      const { turns, hasFailed } = await holdChat(io, session, { json, onChange: keep, signal });
      if (record !== undefined && !json) {
        const count = turns === 1 ? "1 turn" : `${turns} turns`;
        const again = place.url === undefined ? session.name : `--url ${place.url}`;
        writeLines(io, [
          `Recorded ${count} in ${record.file}. To play them again:`,
          `  npx clustaar replay ${record.file} ${again}`,
          "To keep them as a Vitest test, with toMatchTranscript of @clustaar/testing/vitest:",
          `  await expect(webhook).toMatchTranscript(${JSON.stringify(record.file)});`,
        ]);
      }
      // At a terminal, the person who types has seen it.
      return hasFailed && !interactive ? exitStatus.failed : exitStatus.ok;
    } finally {
      session.close();
    }
  });
}

function greet(io: Io, name: string, file: string | undefined): void {
  const style = styleOf(io);
  writeLines(io, [
    `You are talking to ${style.bold(name)}${file === undefined ? "" : `, and ${style.bold(file)} records it`}.`,
    style.dim("Type a text or the number of a choice; /help lists commands, Ctrl-C ends."),
    "",
  ]);
}
