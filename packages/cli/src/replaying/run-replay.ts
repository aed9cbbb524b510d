import { relative } from "node:path";
import { parseTranscript, replay, type Transcript } from "@clustaar/testing";
import { findFile } from "../dev/find-file.ts";
import { UsageError } from "../failures.ts";
import { readInput } from "../files.ts";
import type { Io } from "../io.ts";
import { readBot } from "../loading/bot-file.ts";
import { inChild } from "../loading/in-child.ts";
import type { TaskResults } from "../loading/task.ts";
import { credentialsOf, keyForFile, keyOf, type WebhookPlace } from "../options.ts";
import { interruptible } from "../signals.ts";
import { type Replayed, replayedOf } from "./replayed.ts";

/** What `replay` is called with. */
export interface RunReplayOptions {
  readonly transcript: string;
  readonly place: WebhookPlace;
  readonly bot: string | undefined;
  readonly key: string | undefined;
  readonly user: string | undefined;
  readonly ignore: readonly string[];
}

/**
 * Plays a transcript again.
 *
 * @throws UsageError when it cannot be read, or the webhook cannot be loaded or reached.
 */
export async function runReplay(io: Io, options: RunReplayOptions): Promise<Replayed> {
  const { transcript: name } = options;
  const text = (await readInput(io, name)).toString("utf8");
  const transcript = ofUser(() => parseTranscript(text), name);
  const target =
    options.place.url ??
    relative(io.cwd, findFile(io.cwd, options.place.file)).replaceAll("\\", "/");
  const different = await play(io, options, text, transcript);
  return replayedOf({ transcript: name, target, turns: transcript.turns, different });
}

async function play(
  io: Io,
  { place, bot, key, user, ignore }: RunReplayOptions,
  text: string,
  transcript: Transcript,
): Promise<TaskResults["replay"]> {
  const auth = credentialsOf(user);
  // The transcript holds the bot that it was recorded with.
  const given = bot === undefined ? undefined : await readBot(io, bot, undefined);
  if (place.url !== undefined) {
    const { url } = place;
    const options = { privateKey: keyOf(io, key), auth, ignore };
    return replay(
      { url },
      transcript,
      given === undefined ? options : { ...options, bot: given },
    ).catch((error: Error) => {
      throw new UsageError(error.message);
    });
  }
  const file = findFile(io.cwd, place.file);
  const privateKey = keyForFile(io, key);
  const env = { ...io.env, CLUSTAAR_PRIVATE_KEY: privateKey };
  const task = {
    type: "replay",
    transcript: text,
    privateKey,
    auth,
    ignore,
    bot: given ?? null,
  } as const;
  return interruptible(io, (signal) => inChild(io, task, { file, env, signal }));
}

function ofUser<Result>(read: () => Result, file: string): Result {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
}
