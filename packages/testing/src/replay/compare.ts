import { inputText, type VisitorInput } from "../conversation/visitor-input.ts";
import { differences } from "../internal/differences.ts";
import type { TurnOutcome } from "../transcript/transcript.ts";
import { ignores } from "./ignored.ts";

/** One value that came out otherwise. */
export interface Difference {
  /** Where: `actions.0.message`, `session.values.size`, `status`. */
  readonly path: string;
  /** What the transcript says; undefined: nothing. */
  readonly expected: unknown;
  /** What came; undefined: nothing. */
  readonly actual: unknown;
}

/** A turn that came out otherwise, and how. */
export interface TurnDifferences {
  /** The turn's number, from 1. */
  readonly turn: number;
  /** What started it. */
  readonly input: VisitorInput;
  /** Each value that differs. */
  readonly differences: readonly Difference[];
}

/** Where two outcomes differ; null and absent are one, since a Python bot writes null for whatever was not set. */
export function compareOutcomes(
  expected: TurnOutcome,
  actual: TurnOutcome,
  ignore: readonly string[],
): Difference[] {
  return differences(comparable(expected), comparable(actual), { nullIsAbsent: true })
    .filter(({ path }) => !ignores(ignore, path))
    .map(({ path, left, right }) => ({ path: path.join("."), expected: left, actual: right }));
}

/** Where two inputs differ. */
export function compareInputs(expected: VisitorInput, actual: VisitorInput): Difference[] {
  return differences(expected, actual).map(({ path, left, right }) => ({
    path: ["input", ...path].join("."),
    expected: left,
    actual: right,
  }));
}

/** A problem is the same one by its code; its detail is for people. */
function comparable({
  steps,
  status,
  problem,
  actions,
  session,
  interlocutor,
}: TurnOutcome): object {
  return {
    status,
    problem: problem && { code: problem.code },
    steps,
    actions,
    session,
    interlocutor,
  };
}

/**
 * Differences in lines, for people.
 *
 * @example
 * ```ts
 * import { formatDifferences } from "@clustaar/testing";
 *
 * const text = formatDifferences([
 *   {
 *     turn: 2,
 *     input: { type: "click", title: "See them" },
 *     differences: [{ path: "actions.0.message", expected: "Which size?", actual: "What size?" }],
 *   },
 * ]);
 * console.log(text.split("\n")[0]); // 'turn 2, click "See them"'
 * ```
 */
export function formatDifferences(turns: readonly TurnDifferences[]): string {
  return turns
    .flatMap(({ turn, input, differences: found }) => [
      `turn ${turn}, ${inputText(input)}`,
      ...found.flatMap(({ path, expected, actual }) => [
        `  ${path}`,
        `    - ${shown(expected)}`,
        `    + ${shown(actual)}`,
      ]),
    ])
    .join("\n");
}

function shown(value: unknown): string {
  return value === undefined ? "(nothing)" : JSON.stringify(value);
}
