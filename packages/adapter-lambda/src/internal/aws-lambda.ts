import { kindOf, WebhookConfigError } from "@clustaar/webhook-core/endpoint";
import type { LambdaStream, LambdaStreamHandler } from "../lambda-stream.ts";

/** What the adapter uses of the global `awslambda`, which the Node.js runtime of Lambda makes before it loads a function. */
interface AwsLambda {
  streamifyResponse(handler: LambdaStreamHandler): LambdaStreamHandler;
  readonly HttpResponseStream: {
    from(stream: LambdaStream, metadata: StreamMetadata): LambdaStream;
  };
}

/** What precedes a streamed answer. */
export interface StreamMetadata {
  statusCode: number;
  headers: Record<string, string>;
  /** The values of `set-cookie`. */
  cookies?: string[];
}

/**
 * The global `awslambda`.
 *
 * @throws WebhookConfigError `config_invalid` where there is none.
 */
export function awsLambda(): AwsLambda {
  const { awslambda } = globalThis as { awslambda?: unknown };
  // Any value has names to ask for.
  const { streamifyResponse, HttpResponseStream } = Object(awslambda) as Partial<AwsLambda>;
  if (typeof streamifyResponse === "function" && typeof HttpResponseStream?.from === "function") {
    return { streamifyResponse, HttpResponseStream };
  }
  throw new WebhookConfigError(
    `lambdaStreamAdapter: expected the global awslambda of Lambda's Node.js runtime, with streamifyResponse and HttpResponseStream, got ${kindOf(awslambda)}; outside of Lambda (in tests, other hosts and emulators without it) use lambdaAdapter(webhook), and on Lambda leave AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA unset`,
  );
}
