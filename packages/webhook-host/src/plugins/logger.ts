import { messageOf } from "@clustaar/webhook-core/endpoint";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { ChatMessage } from "../chat/client.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../errors.ts";
import { definePlugin, type PluginSetup } from "../host/plugin.ts";
import type { HandlerContext } from "../requests/handler.ts";
import { channelPage, dayPage, type LogLine, listPage } from "./logger-pages.ts";

/** The settings of the plugin `logger`. */
export interface LoggerSettings {
  /** Whether what is said is kept, and shown; default true. Where it is not, every page is 501, as in helga. */
  readonly logging?: boolean;
  /** Channels that are neither listed nor shown, with or without their `#`; default none. They are logged all the same. */
  readonly hide?: readonly string[];
  /** Whether the pages ask for the host's credentials; default false, as in helga. */
  readonly auth?: boolean;
}

const settings: StandardSchemaV1<LoggerSettings | undefined, Required<LoggerSettings>> = {
  "~standard": {
    version: 1,
    vendor: "clustaar",
    validate(value) {
      const given: Record<string, unknown> = Object(value);
      const { hide = [], auth = false, logging = true } = given;
      const issues: StandardSchemaV1.Issue[] = [];
      for (const name of Object.keys(given)) {
        if (["hide", "auth", "logging"].includes(name)) continue;
        issues.push({ path: [name], message: "unknown; the settings are hide, auth, logging" });
      }
      if (!Array.isArray(hide) || hide.some((name) => typeof name !== "string")) {
        issues.push({ path: ["hide"], message: "expected a list of channels" });
      }
      for (const [name, value] of Object.entries({ auth, logging })) {
        if (typeof value === "boolean") continue;
        issues.push({ path: [name], message: "expected true or false" });
      }
      if (issues.length > 0) return { issues };
      return {
        value: {
          hide: (hide as string[]).map(bare),
          auth: auth === true,
          logging: logging === true,
        },
      };
    },
  },
};

const migrations = [
  {
    name: "001-lines",
    sql: `
CREATE TABLE channel_log (
  id bigserial PRIMARY KEY,
  channel text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  nick text NOT NULL,
  text text NOT NULL
);
CREATE INDEX channel_log_by_day ON channel_log (channel, ((at AT TIME ZONE 'UTC')::date), id);`,
  },
];

// As a path carries it: bytes outside ASCII are escaped. A name of dots alone is none.
const CHANNEL = String.raw`(?<channel>(?:[\w+.-]|%[89A-F][0-9A-F])*(?:[\w+-]|%[89A-F][0-9A-F]))`;
const onChannel = new RegExp(String.raw`\/logger\/${CHANNEL}\/?`);
const onDay = new RegExp(String.raw`\/logger\/${CHANNEL}\/(?<day>[\w-]+)(?<asText>\.txt)?\/?`);

/**
 * Keeps what is said in the bot's channels, by the bot too, in `db`, and shows it: `/logger` lists the channels, `/logger/CHANNEL` its days (UTC,
 * newest first), `/logger/CHANNEL/DAY` what was said, and the same with `.txt` as text. Its settings are {@link LoggerSettings}.
 *
 * @example
 * ```ts
 * import { createHost } from "@clustaar/webhook-host";
 * import { logger } from "@clustaar/webhook-host/plugins";
 *
 * const start = () => createHost({ plugins: [logger], settings: { logger: { hide: ["#team"], auth: true } } });
 * console.log(typeof start, logger.name); // "function" "logger"
 * ```
 */
export const logger = definePlugin({
  name: "logger",
  settings,
  migrations,
  setup(plugin) {
    const { route, settings } = plugin;
    if (settings.logging) return keepAndShow(plugin);
    for (const pattern of [/\/logger\/?/, onChannel, onDay]) {
      route(pattern, { auth: settings.auth }, () => {
        throw new HttpError(501, "Channel logging is not enabled");
      });
    }
  },
});

function keepAndShow({
  route,
  client,
  db,
  log,
  settings: { hide, auth },
  onClose,
}: PluginSetup<Required<LoggerSettings>>): void {
  const hear = async (message: ChatMessage) => {
    try {
      await keep(db, message);
    } catch (error) {
      log.error(`a line could not be kept: ${messageOf(error)}`, error);
    }
  };
  // What the bot says, announcements most of all, belongs to the channel as well.
  for (const stop of [client.onMessage?.(hear), client.onSaid?.(hear)]) {
    if (stop !== undefined) onClose(stop);
  }
  if (client.onMessage === undefined) {
    log.warn("the chat client hands on no messages; only what the bot says is logged");
  }
  const shown = (channel: string | null | undefined) => {
    if (!channel || hide.includes(bare(channel))) throw new HttpError(404);
    return bare(channel);
  };

  route(/\/logger\/?/, { auth }, async (context) => {
    const rows = await db.query<{ channel: string }>(
      "SELECT DISTINCT channel FROM channel_log ORDER BY channel",
    );
    return page(
      context,
      listPage(rows.map(({ channel }) => channel).filter((name) => !hide.includes(name))),
    );
  });
  route(onChannel, { auth }, async (context) => {
    const channel = shown(context.params.channel);
    const days = await db.query<{ day: string }>(
      "SELECT DISTINCT (at AT TIME ZONE 'UTC')::date AS day FROM channel_log WHERE channel = $1 ORDER BY day DESC",
      [channel],
    );
    if (days.length === 0) throw new HttpError(404);
    return page(
      context,
      channelPage(
        channel,
        days.map(({ day }) => day),
      ),
    );
  });
  route(onDay, { auth }, async (context) => {
    const { day, asText } = context.params;
    const channel = shown(context.params.channel);
    const lines = isDay(day) ? await linesOf(db, channel, day) : [];
    if (!isDay(day) || lines.length === 0) throw new HttpError(404);
    if (asText === null) return page(context, dayPage(channel, day, lines));
    const { headers } = context.response;
    headers.set("content-type", "text/plain; charset=utf-8");
    headers.set("content-disposition", `attachment; filename=${day}.txt`);
    return lines.map(({ time, nick, text }) => `${time} - ${nick} - ${text}`).join("\n");
  });
}

/** Channels only: what is said to the bot alone is nobody else's business. */
async function keep(db: Database, { target, nick, text, isPrivate }: ChatMessage): Promise<void> {
  if (isPrivate || !/^[#&+!]/.test(target)) return;
  // PostgreSQL takes no NUL.
  const values = [bare(target), nick, text].map((value) => value.replaceAll("\0", ""));
  await db.query("INSERT INTO channel_log (channel, nick, text) VALUES ($1, $2, $3)", values);
}

function linesOf(db: Database, channel: string, day: string): Promise<LogLine[]> {
  return db.query<LogLine>(
    `SELECT to_char(at AT TIME ZONE 'UTC', 'HH24:MI:SS') AS time, nick, text FROM channel_log
     WHERE channel = $1 AND (at AT TIME ZONE 'UTC')::date = $2::date ORDER BY id`,
    [channel, day],
  );
}

function isDay(day: string | null | undefined): day is string {
  return (
    typeof day === "string" &&
    /^\d{4}-\d\d-\d\d$/.test(day) &&
    !Number.isNaN(Date.parse(`${day}T00:00Z`)) &&
    // 30 February is read as 2 March.
    new Date(`${day}T00:00Z`).toISOString().startsWith(day)
  );
}

/** A channel without its `#`, in lower case, as IRC compares names. */
function bare(channel: string): string {
  return channel.replace(/^#/, "").toLowerCase();
}

function page({ response }: Pick<HandlerContext, "response">, html: string): string {
  // What was said is escaped; a browser is told to run nothing all the same.
  response.headers.set("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'");
  return html;
}
