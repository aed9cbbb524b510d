import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandFinder } from "./chat/address.ts";
import { ircSettings } from "./chat/irc-options.ts";
import { type Json, type Row, rows, runRequest } from "./conformance.test-helpers.ts";
import { pythonAlone, right } from "./conformance-right.test-helpers.ts";
import {
  runChat,
  runCommand,
  runLife,
  runLoading,
  runRaw,
} from "./conformance-runs.test-helpers.ts";
import { hostSettings } from "./host/options.ts";
import { logger } from "./plugins.ts";

/** How the rows of a group are run, and which of what the original did counts. */
const groups: Record<string, { run: (row: Row) => Json; keys: readonly string[] }> = {
  route: { run: runRequest, keys: ["status", "body", "chat"] },
  answer: { run: runRequest, keys: ["status", "body", "bodyHex", "chat"] },
  error: { run: runRequest, keys: ["status", "body", "chat"] },
  auth: { run: runRequest, keys: ["status", "body", "chat"] },
  input: { run: runRequest, keys: ["status", "body", "chat"] },
  announcements: { run: runRequest, keys: ["status", "body", "chat"] },
  command: { run: runCommand, keys: ["chat", "listening"] },
  chat: { run: runChat, keys: ["wire"] },
  loading: { run: runLoading, keys: ["loaded", "denied", "notAllowed", "failed", "routes"] },
  life: { run: runLife, keys: ["steps"] },
};

/** Groups that have a test file of their own, with a server or a database. */
const elsewhere = ["irc", "logger", "settings"];

/** Rows for which the source was read and nothing was run: where the right thing is tested. */
const readOnly: Record<string, string> = {
  "read: the wire form of the comparison of credentials": "host/auth.test.ts",
  "read: operators": "chat/irc-sign-on.test.ts",
  "read: the log page links": "plugins/logger.test.ts",
};

const isRun = ({ name }: Row) => !(name in pythonAlone) && !(name in readOnly);

/** Turns expressions into matchers, at any depth. */
function matcher(value: Json): Json {
  if (value instanceof RegExp) return expect.stringMatching(value);
  if (Array.isArray(value)) return value.map(matcher);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, matcher(part)]));
}

/** What the original did, in our words: plain patterns have no `$`, and an empty allow list leaves all out. */
function translated({ group, expected, given }: Row): Json {
  if (group === "command" && expected.chat) {
    const chat = expected.chat.map(([kind, target, text]: string[]) => [
      kind,
      target,
      text?.replace(/\$$/, ""),
    ]);
    return { ...expected, chat };
  }
  if (group === "loading" && expected.loaded) {
    const names = Object.keys(given.installed ?? {});
    const own = Object.values(given.modules ?? {}).flatMap((module: Json) =>
      typeof module === "string" ? [] : Object.values(module).map(({ path }: Json) => path),
    );
    const routes = expected.routes
      .filter(([path]: [string]) => own.includes(path))
      .map(([path, methods]: [string, string[]]) => [path.replace(/\$$/, ""), methods])
      .sort();
    const notAllowed = expected.nothingLoaded
      ? [...names, ...given.builtin].sort()
      : expected.notAllowed;
    return { ...expected, routes, notAllowed };
  }
  if (group === "life") {
    const steps = expected.steps.map(
      ({ routes, status, body, connection, listening, chat }: Json) =>
        Object.fromEntries(
          Object.entries({
            routes: routes?.map((path: string) => path.replace(/\$$/, "")),
            status,
            body,
            connection,
            listening,
            chat,
          }).filter(([, value]) => value !== undefined),
        ),
    );
    return { steps };
  }
  return expected;
}

async function outcome(row: Row): Promise<Json> {
  try {
    if (row.given.request?.raw !== undefined) return await runRaw(row);
    const came = await groups[row.group]?.run(row);
    return { ...came, bodyHex: came.hex };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

for (const [group, { keys }] of Object.entries(groups)) {
  describe(group, () => {
    for (const row of rows.filter((each) => each.group === group && isRun(each))) {
      it(row.name, async () => {
        const came = await outcome(row);
        const want = right[row.name]?.expected ?? translated(row);
        const counted = Object.entries(want).filter(
          ([key]) => row.name in right || keys.includes(key),
        );
        expect(counted.length).toBeGreaterThan(0);
        if (group === "chat") return checkLines(row, came, Object.fromEntries(counted));
        expect(came).toMatchObject(matcher(Object.fromEntries(counted)));
        if (came.status === 405) expect(came.headers.allow).toBeTypeOf("string");
        if (came.status === 401) expect(came.headers["www-authenticate"]).toMatch(/^Basic /);
        if (typeof came.body === "string") expect(came.body).not.toContain("secret detail");
      });
    }
  });
}

/** Our lines are longer than the original's: where it cuts, the text and the length count, and that no letter is torn. */
function checkLines({ name }: Row, came: Json, want: Json): void {
  if (name in right || want.wire.length < 2 || !want.wire[0].match(/(.)\1{20}/)) {
    expect(came).toMatchObject(matcher(want));
    return;
  }
  const texts = came.wire.map((line: string) => line.replace(/^PRIVMSG #bots :/, ""));
  expect(texts.join("")).toMatch(/^a?(.)\1{299,}$/u);
  for (const line of came.wire)
    expect(Buffer.byteLength(line)).toBeLessThan(512 - ":helga!~u@h ".length);
}

function hiddenByDefault(): Json {
  const result = logger.settings?.["~standard"].validate({}) as Json;
  return result.value.hide;
}

describe("settings", () => {
  const given = hostSettings({ env: {}, discover: false });
  const find = commandFinder("test");
  const message = { nick: "ann", target: "#bots", isPrivate: false };
  const defaults: Record<string, Json> = {
    WEBHOOKS_PORT: given.port,
    ENABLED_WEBHOOKS: given.selection.enabled,
    // Null denies nothing, and so does false.
    DISABLED_WEBHOOKS: given.selection.disabled || null,
    WEBHOOKS_CREDENTIALS: given.credentials.isEmpty ? [] : "some",
    OPERATORS: given.client.operators,
    // It always comes back: irc-client.test.ts kills the server.
    AUTO_RECONNECT: ircSettings({ server: "x", nick: "helga" }).reconnectDelay > 0,
    // Nothing is logged where nobody has loaded the plugin.
    CHANNEL_LOGGING: given.plugins.includes(logger),
    CHANNEL_LOGGING_HIDE_CHANNELS: hiddenByDefault(),
    COMMAND_PREFIX_CHAR: find("helga", { ...message, text: "!x" }) && "!",
    COMMAND_PREFIX_BOTNICK: find("helga", { ...message, text: "helga x" })?.name === "x",
    COMMAND_IGNORECASE: find("helga", { ...message, text: "!X" })?.name === "x",
  };
  for (const row of rows.filter((each) => each.group === "settings" && isRun(each))) {
    it(row.name, () => expect(defaults[row.given.setting]).toEqual(row.expected.value));
  }
});

it("runs every row, or says why it speaks of something that is not here", () => {
  expect(rows.length).toBe(307);
  for (const [name, file] of Object.entries(readOnly)) {
    expect(readFileSync(new URL(file, import.meta.url), "utf8")).toContain(`"${name}"`);
  }
  expect(rows.filter(({ read }) => read).map(({ name }) => name)).toEqual(Object.keys(readOnly));
  const missed = rows.filter(
    ({ group, name }) => !(group in groups) && !elsewhere.includes(group) && !(name in pythonAlone),
  );
  expect(missed).toEqual([]);
  const names = rows.map(({ name }) => name);
  for (const name of [...Object.keys(right), ...Object.keys(pythonAlone)])
    expect(names).toContain(name);
});
