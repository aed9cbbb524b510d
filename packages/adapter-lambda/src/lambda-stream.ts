import type { LambdaContext, LambdaEvent } from "./lambda-event.ts";

/** What the adapter uses of a function's response stream; the `awslambda.HttpResponseStream` of `@types/aws-lambda` fits. */
export interface LambdaStream {
  /** Sends a piece of the answer; the first one sends status and headers before it. */
  write(chunk: string | Uint8Array): unknown;
  /** Ends the answer. */
  end(): unknown;
}

/** A function that streams; it is a `StreamifyHandler` of `@types/aws-lambda`, too. */
export type LambdaStreamHandler = (
  event: LambdaEvent,
  stream: LambdaStream,
  context?: LambdaContext,
) => Promise<void>;
