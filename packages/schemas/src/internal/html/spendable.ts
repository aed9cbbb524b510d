import type { Budget } from "./budget.ts";

/** What the work on a text is taken from. */
export type Spendable = Pick<Budget, "spend">;

/** Thrown when a budget is spent. Made once: noting the stack takes longer than most texts. */
export const tooMuch = new Error("the budget is spent");
