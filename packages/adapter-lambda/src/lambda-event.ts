type Values<Value> = Readonly<Record<string, Value | undefined>> | null;

/**
 * What the adapter reads of an event: API Gateway REST (payload 1.0) and HTTP (2.0), Function URLs,
 * and load balancers with single or multi-value headers; the event types of `@types/aws-lambda` fit,
 * under `exactOptionalPropertyTypes` too.
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
  readonly requestContext?:
    | {
        readonly http?: { readonly method: string } | undefined;
        readonly elb?: object | undefined;
        readonly requestId?: string | undefined;
      }
    | undefined;
  readonly httpMethod?: string | undefined;
  readonly path?: string | undefined;
  readonly rawPath?: string | undefined;
  readonly rawQueryString?: string | undefined;
  readonly queryStringParameters?: Values<string> | undefined;
  readonly multiValueQueryStringParameters?: Values<readonly string[]> | undefined;
  readonly headers?: Values<string> | undefined;
  readonly multiValueHeaders?: Values<readonly string[]> | undefined;
  readonly cookies?: readonly string[] | undefined;
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | undefined;
}

/**
 * What the adapter reads of a Lambda context; the `Context` of `@types/aws-lambda` fits.
 */
export interface LambdaContext {
  /** The milliseconds that are left until the function's timeout. */
  getRemainingTimeInMillis?(): number;
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
