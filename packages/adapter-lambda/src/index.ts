export { type LambdaAdapterOptions, lambdaAdapter } from "./lambda-adapter.ts";
export type { LambdaContext, LambdaEvent, LambdaResult } from "./lambda-event.ts";
