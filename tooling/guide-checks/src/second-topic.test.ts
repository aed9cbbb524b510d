import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { repositoryFiles, root } from "./repository.ts";

const fixtures = fileURLToPath(new URL("../fixtures/second-topic", import.meta.url));
const fixture = (name: string) => readFileSync(join(fixtures, name), "utf8");
const schemas = "packages/schemas/src";
const events = "packages/webhook-core/src/events";
const wire = "packages/webhook-core/src/filters/wire";

/** The files that a topic adds: its own. */
const added: Record<string, string> = {
  [`${schemas}/events/conversation-closed.ts`]: fixture("conversation-closed.ts"),
  [`${events}/conversation-closed-codec.ts`]: fixture("conversation-closed-codec.ts"),
  [`${wire}/conversation-closed-wire.ts`]: fixture("conversation-closed-wire.ts"),
};

/** The tables it is registered in: each a line above the one of the first topic, and its import. */
const registered: Record<string, readonly [above: string, line: string][]> = {
  [`${schemas}/events/topics.ts`]: [
    ["import ", 'import { webhookConversationClosedSchema } from "./conversation-closed.ts";'],
    ['"conversation.step_reached"', '"conversation.closed": webhookConversationClosedSchema,'],
  ],
  [`${schemas}/schemas.ts`]: [
    [
      "import ",
      'import { webhookConversationClosedSchema } from "./events/conversation-closed.ts";',
    ],
    [
      "webhook_step_reached:",
      "webhook_conversation_closed: schemaOf(webhookConversationClosedSchema),",
    ],
  ],
  [`${schemas}/events/index.ts`]: [
    [
      "export ",
      'export { type ConversationClosed, type ConversationClosedInit, conversationClosed } from "./conversation-closed.ts";',
    ],
  ],
  [`${events}/events.ts`]: [
    [
      "import ",
      'import { type ConversationClosedEvent, conversationClosedCodec } from "./conversation-closed-codec.ts";',
    ],
    ["CONVERSATION_STEP_REACHED:", 'CONVERSATION_CLOSED: "conversation.closed",'],
    [
      "[events.CONVERSATION_STEP_REACHED]: StepReachedEvent",
      "[events.CONVERSATION_CLOSED]: ConversationClosedEvent;",
    ],
    [
      '"conversation.step_reached": stepReachedCodec',
      '"conversation.closed": conversationClosedCodec,',
    ],
  ],
};

/** What filters see: its keys beside those of the first topic. */
function withWire(): Record<string, string> {
  const file = `${wire}/notification-wire.ts`;
  const before = /(KnownWire = NotificationWire<StepReachedWire.*)>;/;
  const text = readFileSync(join(root, file), "utf8");
  if (!before.test(text)) throw new Error(`${file}: there is no ${before}`);
  const joined = text.replace(before, "$1 & ConversationClosedWire>;");
  return {
    [file]: `import type { ConversationClosedWire } from "./conversation-closed-wire.ts";\n${joined}`,
  };
}

function withLines(file: string): string {
  return (registered[file] ?? []).reduce(
    (text, [above, line]) => {
      const at = text.indexOf(above);
      if (at < 0) throw new Error(`${file}: there is no ${above}`);
      const start = text.lastIndexOf("\n", at) + 1;
      return `${text.slice(0, start)}${line}\n${text.slice(start)}`;
    },
    readFileSync(join(root, file), "utf8"),
  );
}

/**
 * Everything that knows topics: both packages with their tests, the testing package, and the demo. The test of the wire lists all
 * paths there are, so it grows with each topic.
 */
function sources(): string[] {
  return repositoryFiles().filter(
    (file) =>
      /^(packages\/(schemas|webhook-core|testing)|tooling\/demo)\/src\/.*\.ts$/.test(file) &&
      file !== `${wire}/wire.test.ts`,
  );
}

function typeErrors(overlay: Record<string, string>): string[] {
  const files = new Map(Object.entries(overlay).map(([file, text]) => [join(root, file), text]));
  const base = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile).config;
  const config = { ...base, files: [...sources(), ...Object.keys(overlay)] };
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options, true);
  const { readFile, fileExists } = host;
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  const { getSourceFile } = host;
  host.getSourceFile = (path, version, ...rest) => {
    const text = files.get(path);
    return text === undefined
      ? getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, text, version, true);
  };
  const program = ts.createProgram([...new Set(fileNames)], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file?.fileName.slice(root.length)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
}

describe("a second topic", () => {
  it("gave 34 type errors in code that had nothing to do with it", { timeout: 300_000 }, () => {
    const tables = Object.fromEntries(
      Object.keys(registered).map((file) => [file, withLines(file)]),
    );
    const bots = Object.fromEntries(
      ["bot.ts", "later.ts"].map((file) => [`tooling/guide-checks/src/${file}`, fixture(file)]),
    );
    expect(typeErrors({ ...added, ...tables, ...withWire(), ...bots })).toEqual([]);
  });
});
