export { lambdaAdapter } from "./lambda-adapter.ts";
export type { LambdaEvent, LambdaResult } from "./lambda-event.ts";
