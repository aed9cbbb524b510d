import { signal } from "@preact/signals";

/** The turn that the address points to: `#turn-3`. */
export const linkedTurn = signal(turnOfHash());

addEventListener("hashchange", () => {
  linkedTurn.value = turnOfHash();
});

function turnOfHash(): number | undefined {
  const number = /^#turn-(\d+)$/.exec(location.hash)?.[1];
  return number === undefined ? undefined : Number(number);
}
