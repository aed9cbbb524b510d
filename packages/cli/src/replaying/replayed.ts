import {
  type Difference,
  inputText,
  type TranscriptTurn,
  type TurnDifferences,
  type VisitorInput,
} from "@clustaar/testing";
import { printable, type Style } from "../style.ts";

/** What came of playing a transcript again. */
export interface Replayed {
  /** The transcript's file. */
  readonly transcript: string;
  /** What it was played with: a file, or an address. */
  readonly target: string;
  readonly turns: readonly ReplayedTurn[];
  /** How many turns matched, how many differed, and how many were not played because an earlier one could not be. */
  readonly counts: { readonly same: number; readonly different: number; readonly skipped: number };
}

/** One turn that was played again. */
export interface ReplayedTurn {
  readonly turn: number;
  readonly input: VisitorInput;
  readonly result: "same" | "different" | "skipped";
  /** Each value that differs; an absent one: nothing. */
  readonly differences: readonly Difference[];
}

/** Puts the differences to the turns of the transcript. */
export function replayedOf({
  transcript,
  target,
  turns,
  different,
}: {
  readonly transcript: string;
  readonly target: string;
  readonly turns: readonly TranscriptTurn[];
  readonly different: readonly TurnDifferences[];
}): Replayed {
  const last = different.at(-1);
  // A turn that can no longer be played is the last one.
  const end = last?.differences.some(({ path }) => path === "input") ? last.turn : turns.length;
  const replayed = turns.map(({ turn, input }): ReplayedTurn => {
    const differences = different.find((one) => one.turn === turn)?.differences ?? [];
    const result = turn > end ? "skipped" : differences.length > 0 ? "different" : "same";
    return { turn, input, result, differences };
  });
  const count = (wanted: ReplayedTurn["result"]) =>
    replayed.filter(({ result }) => result === wanted).length;
  const counts = { same: count("same"), different: count("different"), skipped: count("skipped") };
  return { transcript, target, turns: replayed, counts };
}

/** The outcome, turn by turn. */
export function replayedLines({ turns, counts }: Replayed, style: Style): string[] {
  const { same, different, skipped } = counts;
  const lines = turns.flatMap(({ turn, input, result, differences }) => [
    `${marks(style)[result]} turn ${turn}, ${printable(inputText(input))}`,
    ...differences.flatMap((difference) => differenceLines(difference, style)),
  ]);
  const all = turns.length === 1 ? "The turn" : `All ${turns.length} turns`;
  const summary =
    different === 0
      ? style.green(`${all} came out as recorded.`)
      : style.red(
          `${different} of ${turns.length} turns came out differently${skipped === 0 ? "" : `, ${skipped} ${skipped === 1 ? "was" : "were"} not played`}; ${same} as recorded.`,
        );
  return [...lines, "", summary];
}

/** One difference: where, what was recorded, and what came. */
export function differenceLines({ path, expected, actual }: Difference, style: Style): string[] {
  if (path === "input") return [style.red(printable(`    cannot be played any more: ${actual}`))];
  return [
    printable(`    ${path}`),
    style.red(printable(`      - ${shown(expected)}`)),
    style.green(printable(`      + ${shown(actual)}`)),
  ];
}

function marks(style: Style): Readonly<Record<ReplayedTurn["result"], string>> {
  return {
    same: style.green("same     "),
    different: style.red("different"),
    skipped: style.dim("skipped  "),
  };
}

function shown(value: unknown): string {
  return value === undefined ? "(nothing)" : JSON.stringify(value);
}
