export { type LambdaAdapterOptions, lambdaAdapter } from "./lambda-adapter.ts";
export type { LambdaContext, LambdaEvent, LambdaHost, LambdaResult } from "./lambda-event.ts";
export type { LambdaStream, LambdaStreamHandler } from "./lambda-stream.ts";
export { type LambdaStreamAdapterOptions, lambdaStreamAdapter } from "./lambda-stream-adapter.ts";
