export { channel } from "./channel.ts";
export { all, any, not } from "./combine.ts";
export { jsonKeyEquals, jsonKeyExists, jsonKeyIn } from "./json-key.ts";
export { stepId } from "./step-id.ts";
export type { CombinedFilter, Filter, JsonFilter } from "./types.ts";
export { type UserInputMatch, userInput } from "./user-input.ts";
