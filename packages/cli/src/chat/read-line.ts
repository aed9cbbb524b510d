import type { Offer, VisitorInput } from "@clustaar/testing";
import { UsageError } from "../failures.ts";
import { didYouMean } from "../nearest.ts";

/** What a line of the chat asks for. */
export type Line =
  | { readonly type: "play"; readonly input: VisitorInput }
  | { readonly type: "help" | "quit" | "undo" | "session" | "choices" | "nothing" };

interface Command {
  /** What it takes, for help. */
  readonly takes: string;
  readonly does: string;
  /** @throws UsageError when its arguments are wrong. */
  read(rest: string): Line;
}

const kinds = ["image", "file", "audio", "video"] as const;

/** What can be typed behind a slash. */
export const chatCommands: Readonly<Record<string, Command>> = {
  say: {
    takes: "TEXT",
    does: "types a text that looks like a number or a command",
    read: (text) => play({ type: "say", text }),
  },
  attach: {
    takes: "URL [image|file|audio|video]",
    does: "sends a file",
    read(rest) {
      const [url = "", kind = kindOf(url)] = rest.split(/\s+/);
      const type = kinds.find((one) => one === kind);
      if (!/^https?:\/\//.test(url) || type === undefined)
        throw wrong("attach", "/attach https://example.com/photo.png");
      return play({ type: "attach", attachments: [{ type, url }] });
    },
  },
  locate: {
    takes: "LATITUDE LONGITUDE",
    does: "tells where the visitor is",
    read(rest) {
      const [lat, long, ...more] = rest.split(/[\s,]+/).map(Number);
      const isPlace = Number.isFinite(lat) && Number.isFinite(long) && more.length === 0;
      if (!isPlace) throw wrong("locate", "/locate 48.85 2.35");
      return play({ type: "locate", lat: Number(lat), long: Number(long) });
    },
  },
  rate: {
    takes: "1-5",
    does: "answers a satisfaction request",
    read(rest) {
      if (rest === "") throw wrong("rate", "/rate 5");
      return play({ type: "rate", rating: /^\d+$/.test(rest) ? Number(rest) : rest });
    },
  },
  reach: {
    takes: "[STEP]",
    does: "lets the conversation reach a step by its id or name; without one, the first",
    read: (step) => play({ type: "reach", step }),
  },
  event: {
    takes: "NAME",
    does: "raises a custom event",
    read(name) {
      if (name === "") throw wrong("event", "/event cart.left");
      return play({ type: "send", input: { type: "custom_event", name } });
    },
  },
  undo: { takes: "", does: "takes the last turn back", read: () => ({ type: "undo" }) },
  choices: {
    takes: "",
    does: "shows again what can be answered",
    read: () => ({ type: "choices" }),
  },
  session: { takes: "", does: "shows the session's values", read: () => ({ type: "session" }) },
  help: { takes: "", does: "shows this list", read: () => ({ type: "help" }) },
  quit: {
    takes: "",
    does: "ends the chat, as Ctrl-C and Ctrl-D do",
    read: () => ({ type: "quit" }),
  },
};

/**
 * Reads a line: the number of a choice, a command behind a slash, or else what the visitor types.
 *
 * @throws UsageError when the command is unknown, or the choice needs more than its number.
 */
export function readLine(line: string, offers: readonly Offer[]): Line {
  const text = line.trim();
  if (text === "") return { type: "nothing" };
  const offer = /^\d{1,6}$/.test(text) ? offers[Number(text) - 1] : undefined;
  if (offer !== undefined) return play(answerTo(offer, offers));
  const [, name, rest = ""] = /^\/(\S+)\s*(.*)$/s.exec(text) ?? [];
  if (name === undefined) return play({ type: "say", text: line });
  if (Object.hasOwn(chatCommands, name)) return (chatCommands[name] as Command).read(rest.trim());
  throw new UsageError(
    `there is no command /${name}${didYouMean(name, Object.keys(chatCommands))}; /help lists them, and /say types a text that begins with a slash`,
  );
}

/** The input that chooses an offer by its number, and no other offer with the same title. */
function answerTo(offer: Offer, offers: readonly Offer[]): VisitorInput {
  switch (offer.kind) {
    case "button": {
      const { title, card } = offer;
      const alike = offers.filter(
        (one) =>
          one.kind === "button" && one.title === title && (card === null || one.card === card),
      );
      return {
        type: "click",
        title,
        ...(card === null ? {} : { card }),
        ...(alike.length > 1 ? { nth: alike.indexOf(offer) + 1 } : {}),
      };
    }
    case "list": {
      const isFirstOf = (name: string) =>
        offers.find(
          (one) => one.kind === "list" && one.list.includes(name) && one.title === offer.title,
        ) === offer;
      return {
        type: "choose",
        list: offer.list.find(isFirstOf) ?? offer.list[0] ?? "",
        title: offer.title,
      };
    }
    case "rating":
      return { type: "rate", rating: offer.title };
    case "location":
      throw new UsageError(
        "a location is asked for: /locate LATITUDE LONGITUDE, such as /locate 48.85 2.35",
      );
    case "document":
      throw new UsageError(
        `the document "${offer.title}" is asked for: /attach URL, such as /attach https://example.com/file.pdf`,
      );
  }
}

function play(input: VisitorInput): Line {
  return { type: "play", input };
}

function wrong(name: string, example: string): UsageError {
  return new UsageError(`/${name} takes ${chatCommands[name]?.takes}, such as ${example}`);
}

/** What a file is, by the ending of its address. */
function kindOf(url: string): string {
  const path = url.replace(/[?#].*$/, "");
  if (/\.(?:png|jpe?g|gif|webp|svg)$/i.test(path)) return "image";
  if (/\.(?:mp3|ogg|wav|m4a)$/i.test(path)) return "audio";
  return /\.(?:mp4|webm|mov)$/i.test(path) ? "video" : "file";
}
