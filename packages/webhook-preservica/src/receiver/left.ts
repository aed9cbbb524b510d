/** Which calls of a delivery are left: ranges of their numbers, first and last, in order. */
export type Left = readonly (readonly [first: number, last: number])[];

/** All of `count` calls. */
export function allOf(count: number): Left {
  return count === 0 ? [] : [[0, count - 1]];
}

/** The numbers of the calls, one by one. */
export function* numbersOf(left: Left): Generator<number, void> {
  for (const [first, last] of left) {
    for (let number = first; number <= last; number++) yield number;
  }
}

/** Adds a number that is greater than all the others. */
export function addTo(left: [number, number][], number: number): void {
  const range = left.at(-1);
  if (range !== undefined && range[1] === number - 1) range[1] = number;
  else left.push([number, number]);
}

/** What is left of `left` after `number`. */
export function leftAfter(left: Left, number: number): Left {
  return left.flatMap(([first, last]): [number, number][] =>
    last <= number ? [] : [[Math.max(first, number + 1), last]],
  );
}
