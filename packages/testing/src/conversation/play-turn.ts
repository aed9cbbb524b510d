import type { Offer } from "../actions/offers.ts";
import { outcomeOf } from "../actions/registry.ts";
import type { Bot, BotStep } from "../bot/bot.ts";
import { ConversationError } from "../errors.ts";
import { type Credentials, callWebhook } from "../exchange/call-webhook.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { Transport } from "../exchange/transport.ts";
import { afterAction, afterAnswer, withAttributes, withSessionValues } from "./apply.ts";
import { changesBetween } from "./changes.ts";
import { type Move, moveOf } from "./moves.ts";
import type { Situation } from "./situation.ts";
import type { ReachedStep, RunAction, TurnRecord } from "./turn.ts";
import type { VisitorInput } from "./visitor-input.ts";

/** What a turn is played with. */
export interface Stage {
  readonly bot: Bot;
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly random: () => number;
}

/** How often one step may lead to the next within one turn. */
const MOST_HOPS = 20;

/**
 * Plays one turn: what the visitor does, the steps it reaches, and what their actions do.
 *
 * @param clock - the time without the bot's waiting, in epoch milliseconds; it stands still within the turn.
 * @throws ConversationError where the input cannot be, the webhook cannot be reached or the steps lead round in a circle.
 */
export async function playTurn(
  stage: Stage,
  before: Situation,
  input: VisitorInput,
  { number, clock }: { number: number; clock: number },
): Promise<TurnRecord> {
  const started = performance.now();
  const silent = before.paused && isMessage(input);
  const move = moveOf(input, before, stage.bot);
  const played: Played = { situation: prepared(before, move), steps: [], offers: [], seen: false };
  if (move.step !== undefined && !silent) {
    try {
      await reachSteps(stage, played, move, clock);
    } catch (error) {
      throw withExchanges(error, played.steps);
    }
  }
  const after = played.seen ? { ...played.situation, choices: played.offers } : played.situation;
  const note =
    silent && move.step !== undefined ? "the bot is paused: it does not answer" : move.note;
  return {
    number,
    input,
    at: clock + before.waited,
    steps: played.steps,
    ...(note === undefined ? {} : { note }),
    changed: changesBetween(before, after),
    milliseconds: performance.now() - started,
    after,
  };
}

/** A paused bot does not answer the visitor; what the platform or a test does still works. */
function isMessage({ type }: VisitorInput): boolean {
  return type !== "reach" && type !== "edit";
}

/** What the input alone changes. */
function prepared(before: Situation, move: Move): Situation {
  const { session, interlocutor, channel, paused } = move.edit ?? {};
  const moved = withAttributes(withSessionValues(before, move.sessionValues), move.attributes);
  return {
    ...moved,
    documents: { ...moved.documents, ...move.documents },
    session: session === undefined ? moved.session : { values: session },
    interlocutor: { ...moved.interlocutor, ...interlocutor },
    channel: channel ?? moved.channel,
    paused: paused ?? moved.paused,
  };
}

/** A turn while it is played. */
interface Played {
  situation: Situation;
  readonly steps: ReachedStep[];
  readonly offers: Offer[];
  /** Whether the visitor saw anything: then what was offered before is gone. */
  seen: boolean;
}

async function reachSteps(stage: Stage, played: Played, move: Move, clock: number): Promise<void> {
  let next = move.step;
  while (next !== undefined) {
    if (played.steps.length > MOST_HOPS) throw roundInCircles(played.steps);
    const step = stage.bot.step(next);
    played.situation = { ...played.situation, step: step.id };
    const exchange = step.webhook ? await call(stage, played, step, move, clock) : undefined;
    const actions: RunAction[] = [];
    played.steps.push({
      id: step.id,
      name: step.name,
      ...(exchange === undefined ? {} : { exchange }),
      actions,
    });
    if (exchange?.answer) played.situation = afterAnswer(played.situation, exchange);
    const toRun = exchange === undefined ? step.actions : (exchange.answer?.actions ?? []);
    next = undefined;
    for (const action of toRun) {
      const { bot, random } = stage;
      const message = messageOf(move);
      const outcome = outcomeOf(action, { situation: played.situation, message, bot, random });
      played.situation = afterAction(played.situation, outcome);
      played.offers.push(...(outcome.offers ?? []));
      played.seen ||= outcome.says !== undefined || outcome.shows !== undefined;
      actions.push({ action, ...outcome });
      if (outcome.goesTo !== undefined) {
        next = bot.stepOf(outcome.goesTo);
        break;
      }
    }
  }
}

function call(
  { bot, transport, credentials }: Stage,
  { situation }: Played,
  step: BotStep,
  { input }: Move,
  clock: number,
): Promise<Exchange> {
  const { channel, interlocutor, session, waited } = situation;
  return callWebhook(transport, credentials, {
    botId: bot.id,
    step,
    actions: bot.wireActions(step.id),
    channel,
    interlocutor,
    session,
    input,
    now: clock + waited,
  });
}

/** The text that the visitor typed, for conditions. */
function messageOf({ input }: Move): string | undefined {
  return input?.type === "message" && typeof input.text === "string" ? input.text : undefined;
}

function roundInCircles(steps: readonly ReachedStep[]): ConversationError {
  const names = steps.map(({ name }) => name).join(" -> ");
  return new ConversationError(
    "too_many_hops",
    `more than ${MOST_HOPS} jumps in one turn: ${names}; one of these steps must stop jumping`,
  );
}

/** The error, with what was exchanged before it. */
function withExchanges(error: unknown, steps: readonly ReachedStep[]): unknown {
  if (!(error instanceof ConversationError) || steps.length === 0) return error;
  const { code, message, issues, cause } = error;
  const exchanges = steps.flatMap(({ exchange }) => (exchange === undefined ? [] : [exchange]));
  return new ConversationError(code, message, { issues, cause, exchanges });
}
