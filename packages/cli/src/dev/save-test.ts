import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { UsageError } from "../failures.ts";
import type { SavedTest } from "./protocol.ts";

/** Where a test goes, and what it talks to. */
export interface SaveTestOptions {
  readonly cwd: string;
  /** The file that exports the webhook; null: the address in `url` is talked to. */
  readonly file: string | null;
  readonly url: string | null;
  readonly name: string;
  readonly transcript: string;
  /** Whether the webhook verifies signatures, so that the test has to sign. */
  readonly signs: boolean;
}

/**
 * Writes a transcript and a Vitest file that replays it, into the folder `conversations`.
 *
 * @throws UsageError for a name that is not one of a file.
 */
export async function saveTest(options: SaveTestOptions): Promise<SavedTest> {
  const { cwd, name, transcript } = options;
  if (!/^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,80}$/u.test(name)) {
    throw new UsageError("expected a name of letters, digits, blanks, - and _ for the test");
  }
  const base = name.trim().replaceAll(" ", "-");
  const folder = join(cwd, "conversations");
  await mkdir(folder, { recursive: true });
  const [jsonl, test] = [join(folder, `${base}.jsonl`), join(folder, `${base}.test.ts`)];
  await writeFile(jsonl, transcript);
  await writeFile(test, testText(options, base, folder));
  const shown = relative(cwd, test);
  return { transcript: relative(cwd, jsonl), test: shown, command: `npx vitest run ${shown}` };
}

function testText(options: SaveTestOptions, base: string, folder: string): string {
  const { file, url, name, signs } = options;
  const key = signs ? ", { privateKey: process.env.CLUSTAAR_PRIVATE_KEY ?? null }" : "";
  const target = file === null ? serverText(String(url)) : endpointText(file, folder);
  return `import { readFile } from "node:fs/promises";
import { formatDifferences, replay${file === null ? "" : ", type Target"} } from "@clustaar/testing";
import { expect, it } from "vitest";

${signs && file !== null ? KEY_TEXT : ""}${target}

it(${JSON.stringify(`still answers as in ${name}`)}, async () => {
  const transcript = await readFile(new URL(${JSON.stringify(`./${base}.jsonl`)}, import.meta.url), "utf8");
  const differences = await replay(webhook, transcript${key});
  expect(formatDifferences(differences)).toBe(formatDifferences([]));
});
`;
}

const KEY_TEXT = `// The webhook reads its key when it is imported; in tests any key will do.
process.env.CLUSTAAR_PRIVATE_KEY ??= "test-key";
`;

function serverText(url: string): string {
  return `// The server has to run, and CLUSTAAR_PRIVATE_KEY to hold the key that it verifies with.
const webhook = { url: ${JSON.stringify(url)} };`;
}

function endpointText(file: string, folder: string): string {
  const path = relative(folder, file).replaceAll("\\", "/");
  const target = path.startsWith(".") ? path : `./${path}`;
  return `const bot: { webhook?: unknown; default?: unknown } = await import(${JSON.stringify(target)});
const webhook = (bot.webhook ?? bot.default) as Target;`;
}
