export { type LambdaAdapterOptions, lambdaAdapter } from "./lambda-adapter.ts";
export type { LambdaContext, LambdaEvent, LambdaHost, LambdaResult } from "./lambda-event.ts";
