export type { TurnContext } from "./turn.ts";
export {
  type TurnOptions,
  type TurnStrategy,
  turnOptionNames,
  turnSettings,
} from "./turn-options.ts";
export { createTurns, type Turns } from "./turns.ts";
