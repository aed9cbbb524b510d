import { computed, signal } from "@preact/signals";
import type {
  BotView,
  ExchangeView,
  ServerView,
  Situation,
  TurnView,
  Update,
} from "../../src/dev/protocol.ts";

/** Whether the stream of updates is open. */
export const connected = signal(false);
export const server = signal<ServerView | undefined>(undefined);
export const bot = signal<BotView | undefined>(undefined);
export const turns = signal<readonly TurnView[]>([]);
const resent = signal<readonly ExchangeView[]>([]);
export const situation = signal<Situation | undefined>(undefined);
export const busy = signal(false);
/** What the last thing that was asked for failed with. */
export const notice = signal<string | undefined>(undefined);
/** The turn that plays itself: its actions appear one after the other, with the bot's waiting between. */
export const revealing = signal<{ readonly turn: number; readonly shown: number } | undefined>(
  undefined,
);

/** Every exchange, in the order in which they were sent. */
export const exchanges = computed(() =>
  [...turns.value.flatMap((turn) => turn.exchanges), ...resent.value].sort((a, b) => a.at - b.at),
);

/** The names of steps by their ids: those of the bot file, and those that were reached. */
export const stepNames = computed(
  () =>
    new Map([
      ...turns.value.flatMap(({ turn }) => turn.steps.map(({ id, name }) => [id, name] as const)),
      ...(bot.value?.steps ?? []).map(({ id, name }) => [id, name] as const),
    ]),
);

/** Takes one update of the server into the state. */
export function accept(update: Update): void {
  switch (update.type) {
    case "snapshot": {
      const { snapshot } = update;
      server.value = snapshot.server;
      bot.value = snapshot.bot;
      turns.value = snapshot.turns;
      resent.value = snapshot.resent;
      situation.value = snapshot.situation;
      busy.value = snapshot.busy;
      return;
    }
    case "server":
      server.value = update.server;
      return;
    case "bot":
      bot.value = update.bot;
      return;
    case "log":
      if (server.value !== undefined) {
        server.value = { ...server.value, log: [...server.value.log, update.line].slice(-200) };
      }
      return;
    case "busy":
      busy.value = update.busy;
      return;
    case "turn":
      turns.value = [...turns.value, update.turn];
      situation.value = update.situation;
      revealing.value = { turn: update.turn.turn.number, shown: 0 };
      return;
    case "resent":
      resent.value = [...resent.value, update.exchange];
      return;
  }
}
