import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, expectTypeOf, it } from "vitest";
import { A, recordingBot, text } from "./conversation/bots.test-helpers.ts";
import { conversation } from "./index.ts";
import { toMatchTranscript } from "./vitest.ts";

expect.extend({ toMatchTranscript });

const options = { privateKey: "k" } as const;
const bot = (words: string) => recordingBot({ [A]: [text(words)] }).webhook;

async function held(words: string, ...says: string[]) {
  const chat = conversation(bot(words), options);
  for (const say of says) await chat.say(say);
  return chat;
}

describe("toMatchTranscript", () => {
  it("plays a transcript against a webhook", async () => {
    const { transcript } = await held("Hello", "hi", "hi again");
    await expect(bot("Hello")).toMatchTranscript(transcript, options);
    await expect(bot("Bonjour")).not.toMatchTranscript(transcript, options);
    await expect(bot("Bonjour")).toMatchTranscript(transcript, {
      ...options,
      ignore: ["actions.*.alternatives"],
    });
  });

  it("says what came out otherwise", async () => {
    const { transcript } = await held("Hello", "hi");
    await expect(expect(bot("Bonjour")).toMatchTranscript(transcript, options)).rejects.toThrow(
      'expected the conversation of the transcript (-), got another (+):\n\nturn 1, say "hi"\n  actions.0.alternatives.0\n    - "Hello"\n    + "Bonjour"',
    );
    await expect(expect(bot("Hello")).not.toMatchTranscript(transcript, options)).rejects.toThrow(
      "every turn is as recorded",
    );
  });

  it("compares a conversation as it stands", async () => {
    const chat = await held("Hello", "hi", "bye");
    await expect(chat).toMatchTranscript((await held("Hello", "hi", "bye")).transcript);
    await expect(chat).not.toMatchTranscript((await held("Bonjour", "hi", "bye")).transcript);
    await expect(chat).not.toMatchTranscript((await held("Hello", "hi")).transcript);
    await expect(chat).not.toMatchTranscript((await held("Hello", "hi", "bye", "bye")).transcript);
    await expect(chat).not.toMatchTranscript((await held("Hello", "hi", "tschuss")).transcript);
  });

  it("reads a file by its path or URL", async () => {
    const folder = await mkdtemp(join(tmpdir(), "transcripts-"));
    const path = join(folder, "chat.jsonl");
    await writeFile(path, (await held("Hello", "hi")).transcript);
    await expect(bot("Hello")).toMatchTranscript(path, options);
    await expect(bot("Hello")).toMatchTranscript(pathToFileURL(path), options);
    await rm(folder, { recursive: true });
    await expect(expect(bot("Hello")).toMatchTranscript(path, options)).rejects.toThrow(
      /chat\.jsonl cannot be read: ENOENT.*record it with `await writeFile\("chat\.jsonl", chat\.transcript\)`/,
    );
  });

  it("is typed", () => {
    expectTypeOf(expect(1).toMatchTranscript).returns.toEqualTypeOf<Promise<void>>();
  });
});
