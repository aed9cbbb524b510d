import { isHttpError } from "../endpoint/errors.ts";
import { Turn, type TurnContext } from "./turn.ts";
import { turnStoreFailed } from "./turn-errors.ts";
import type { TurnOptions } from "./turn-options.ts";

/** What is done when a turn comes up. */
export interface TurnWork<T> {
  readonly handle: () => Promise<T>;
  /** The answer of a turn whose place a later one has taken. */
  readonly superseded: () => T | Promise<T>;
}

/** Handles the turns of a key one at a time. */
export type Turns = <T>(key: string, context: TurnContext, work: TurnWork<T>) => Promise<T>;

/** Makes the function that handles turns one at a time; the options are checked. */
export function createTurns(policy: Required<TurnOptions>): Turns {
  const joining = new Map<string, Promise<unknown>>();

  /** Of the turns that come to this process, each joins the line after the one before it. */
  function join(key: string, turn: Turn): ReturnType<Turn["join"]> {
    const before = joining.get(key) ?? Promise.resolve();
    const joined = before.then(() => turn.join());
    const settled = joined.then(
      () => {},
      () => {},
    );
    joining.set(key, settled);
    void settled.then(() => {
      if (joining.get(key) === settled) joining.delete(key);
    });
    return joined;
  }

  return async (key, context, work) => {
    const turn = new Turn(policy, key, context);
    const { trace } = context;
    const comeUp = async () => {
      const { wait } = await join(key, turn);
      await wait();
    };
    try {
      await (trace === undefined
        ? comeUp()
        : trace({ kind: "turn", name: policy.strategy }, comeUp));
    } catch (error) {
      turn.leave();
      if (turn.isSuperseded) return work.superseded();
      if (isHttpError(error)) throw error;
      if (policy.onStoreError === "refuse") {
        throw turnStoreFailed(error, "turns are refused until it is back");
      }
      context.report(turnStoreFailed(error, "turns are handled beside each other"));
      return work.handle();
    }
    return handle(turn, work);
  };
}

async function handle<T>(turn: Turn, work: TurnWork<T>): Promise<T> {
  try {
    const result = await work.handle();
    return (await turn.mayAnswer()) ? result : work.superseded();
  } catch (error) {
    // Nobody will see the failure of a turn that a later one has taken the place of.
    if (turn.isSuperseded) return work.superseded();
    throw error;
  } finally {
    turn.leave();
  }
}
