import { afterAll, describe, expect, it } from "vitest";
import { type Json, requestOf, rows } from "../conformance.test-helpers.ts";
import { absent, dropSchemas, freshSchema } from "../database/postgres.test-helpers.ts";
import { createHost, definePlugin } from "../index.ts";
import { announcements, type LoggerSettings, logger } from "../plugins.ts";
import { hostRequest, recordingClient } from "../testing.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** The lines of a file of the original's; what does not begin with a time goes on with the line before. */
function linesOf(channel: string, file: string, text: string): string[][] {
  const day = /^\d{4}-\d\d-\d\d(?=\.txt$)/.exec(file)?.[0];
  const lines: string[][] = [];
  for (const line of day === undefined ? [] : text.replace(/\n$/, "").split("\n")) {
    const parts = /^(\d\d:\d\d:\d\d) - (\S+) - (.*)$/.exec(line);
    if (parts) lines.push([channel, `${day}T${parts[1]}Z`, parts[2] ?? "", parts[3] ?? ""]);
    else (lines.at(-1) as string[])[3] += `\n${line}`;
  }
  return lines;
}

async function hostWith(logs: Record<string, string>, settings: LoggerSettings = {}) {
  const seed = definePlugin({
    name: "seed",
    async setup({ db }) {
      for (const [path, text] of Object.entries(logs)) {
        const [channel = "", file = ""] = path.split("/");
        for (const values of linesOf(channel.replace("#", ""), file, text)) {
          await db.query(
            "INSERT INTO channel_log (channel, at, nick, text) VALUES ($1, $2, $3, $4)",
            values,
          );
        }
      }
    },
  });
  const client = recordingClient();
  const host = await createHost({
    plugins: [logger, seed, announcements],
    discover: false,
    log: quiet,
    env: {},
    strict: true,
    client,
    credentials: [["user", "pass"]],
    database: await freshSchema(),
    settings: { logger: settings },
  });
  host.onResponse(() => {});
  return { host, client };
}

const decoded = (html: string) =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&#x2F;", "/")
    .replaceAll("&amp;", "&");

/** What a page shows, as the rows have it. */
function pageOf(html: string): Json {
  const all = (expression: RegExp) =>
    [...html.matchAll(expression)].map((found) => found.slice(1).map(decoded));
  return {
    title: all(/<title>(.*?)<\/title>/g)[0]?.[0],
    links: all(/<a href="(.*?)">(.*?)<\/a>/g),
    rows: all(/<tr><td>(.*?)<\/td><td>(.*?)<\/td><td class="text">(.*?)<\/td><\/tr>/gs),
  };
}

const list = [
  ["/logger/bots", "#bots"],
  ["/logger/hidden", "#hidden"],
  ["/logger/nohash", "#nohash"],
  ["/logger/odd", "#odd"],
];
/** What is right, or differs on purpose. */
const right: Record<string, Json> = {
  // Channels are sorted by name; the original has the order of the folder.
  "logger: list of channels": { status: 200, page: { title: "Channel Logs", links: list } },
  "logger: list of channels, trailing slash": {
    status: 200,
    page: { title: "Channel Logs", links: list },
  },
  "logger: a hidden channel is still readable": { status: 404, body: "Not Found" },
  "logger: a directory without a hash is listed but not readable": {
    status: 200,
    page: { title: "#nohash Channel Logs" },
  },
  // Lines are rows of a table: a file that is no day cannot be there.
  "logger: dates of a channel, newest first": {
    status: 200,
    page: {
      links: [
        ["/logger/bots/2015-01-01", "2015-01-01"],
        ["/logger/bots/2014-12-31", "2014-12-31"],
      ],
    },
  },
  "logger: nicks with other than word characters": {
    status: 200,
    page: {
      rows: [
        ["10:00:00", "ann", "first"],
        ["10:00:05", "foo-bar", "a nick with a dash"],
        ["10:00:06", "[x]", "a nick with brackets"],
        ["10:00:07", "ann", "last"],
      ],
    },
  },
  // As everywhere, HEAD is answered where GET is.
  "logger: HEAD": { status: 200 },
};
// Skipped where no PostgreSQL answers at DATABASE_URL.
describe.skipIf(absent)(`logger${absent ? ` (${absent})` : ""}`, () => {
  afterAll(dropSchemas);
  for (const row of rows.filter(({ group, read }) => group === "logger" && !read)) {
    it(row.name, async () => {
      const { given } = row;
      const { CHANNEL_LOGGING, CHANNEL_LOGGING_HIDE_CHANNELS: hide } = given.settings;
      const { host } = await hostWith(given.logs, { hide: hide ?? [], logging: CHANNEL_LOGGING });
      const { status, headers, body } = await host.handle(requestOf(given.request));
      await host.close();
      const want = right[row.name] ?? row.expected;
      expect(status).toBe(want.status);
      if (want.page) expect(pageOf(String(body))).toMatchObject(want.page);
      else if ("body" in want && given.request.method !== "HEAD") expect(body).toBe(want.body);
      const disposition = row.expected.headers["content-disposition"];
      if (disposition) expect(headers["content-disposition"]).toBe(disposition);
    });
  }

  it("keeps what is said in channels, and shows it escaped", async () => {
    const { host, client } = await hostWith({});
    await client.hear("ann", "#Bots", '<script>alert("x")</script>\0');
    await client.hear("ann", "helga", "a secret");
    const day = new Date().toISOString().slice(0, 10);
    const { body, headers } = await host.handle(hostRequest("GET", `/logger/bots/${day}`));
    expect(String(body)).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;&#x2F;script&gt;");
    // "read: the log page links": the original's style sheet comes from a public network, which learns who reads.
    expect(String(body)).not.toMatch(/<script|<link|https?:|src=|@import|url\(/);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    for (const path of [
      "/logger/helga",
      "/logger/bots/2026-02-30",
      "/logger/bots/today",
      "/logger/bots/'; DROP",
    ]) {
      expect((await host.handle(hostRequest("GET", path))).status, path).toBe(404);
    }
    const text = await host.handle(hostRequest("GET", `/logger/bots/${day}.txt`));
    expect(text.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(text.body).toMatch(/^\d\d:\d\d:\d\d - ann - <script>/);
    await host.close();
  });

  it("keeps what the bot says, line by line, but not what it whispers", async () => {
    const { host, client } = await hostWith({});
    await client.hear("ann", "#bots", "helga webhooks");
    const announced = await host.handle(
      hostRequest("POST", "/announce/bots", {
        form: { message: "<b>first</b>" },
        credentials: ["user", "pass"],
      }),
    );
    expect(announced.status).toBe(200);
    const day = new Date().toISOString().slice(0, 10);
    const { body } = await host.handle(hostRequest("GET", `/logger/bots/${day}.txt`));
    const lines = String(body).replace(/^\d\d:\d\d:\d\d - /gm, "");
    expect(lines.split("\n")).toEqual([
      "ann - helga webhooks",
      "helga - whispers to ann",
      "helga - <b>first</b>",
    ]);
    await host.close();
  });

  it("asks for credentials where it is told to, and names settings that it does not know", async () => {
    const options = {
      plugins: [logger],
      discover: false,
      log: quiet,
      env: {},
      strict: true,
      client: recordingClient(),
      credentials: [["user", "pass"]] as [string, string][],
      database: await freshSchema(),
    };
    const host = await createHost({ ...options, settings: { logger: { auth: true } } });
    host.onResponse(() => {});
    expect((await host.handle(hostRequest("GET", "/logger"))).status).toBe(401);
    expect(
      (await host.handle(hostRequest("GET", "/logger", { credentials: ["user", "pass"] }))).status,
    ).toBe(200);
    await host.close();
    await expect(
      createHost({ ...options, settings: { logger: { hidden: ["#x"] } } }),
    ).rejects.toThrow("settings.logger.hidden: unknown");
  });
});
