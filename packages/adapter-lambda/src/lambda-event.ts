type Values<Value> = Readonly<Record<string, Value | undefined>> | null;

/**
 * What the adapter reads of an event: API Gateway REST (payload 1.0) and HTTP (2.0), Function URLs,
 * and load balancers with single or multi-value headers; the event types of `@types/aws-lambda` fit.
 *
 * @example
 * ```ts
 * import type { LambdaEvent } from "@clustaar/adapter-lambda";
 *
 * const event: LambdaEvent = {
 *   requestContext: { http: { method: "POST" } },
 *   rawPath: "/webhook",
 *   rawQueryString: "",
 *   headers: { host: "bot.example" },
 *   body: "{}",
 *   isBase64Encoded: false,
 * };
 * console.log(event.rawPath); // "/webhook"
 * ```
 */
export interface LambdaEvent {
  readonly requestContext?: {
    readonly http?: { readonly method: string };
    readonly elb?: object;
    readonly requestId?: string;
  };
  readonly httpMethod?: string;
  readonly path?: string;
  readonly rawPath?: string;
  readonly rawQueryString?: string;
  readonly queryStringParameters?: Values<string>;
  readonly multiValueQueryStringParameters?: Values<readonly string[]>;
  readonly headers?: Values<string>;
  readonly multiValueHeaders?: Values<readonly string[]>;
  readonly cookies?: readonly string[];
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/**
 * What the function gives back; every kind of event takes it.
 *
 * @example
 * ```ts
 * import type { LambdaResult } from "@clustaar/adapter-lambda";
 *
 * const result: LambdaResult = {
 *   statusCode: 200,
 *   headers: { "content-type": "application/json" },
 *   body: "{}",
 *   isBase64Encoded: false,
 * };
 * console.log(result.statusCode); // 200
 * ```
 */
export interface LambdaResult {
  statusCode: number;
  /** A load balancer wants the status with its phrase. */
  statusDescription?: string;
  headers?: Record<string, string>;
  /** Instead of `headers`, for a load balancer that sent multi-value headers. */
  multiValueHeaders?: Record<string, string[]>;
  body: string;
  isBase64Encoded: boolean;
}
