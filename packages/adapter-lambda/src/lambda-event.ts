type Values<Value> = Readonly<Record<string, Value | undefined>> | null;

/**
 * What the adapter reads of an event: API Gateway REST (payload 1.0) and HTTP (2.0), Function URLs,
 * and load balancers with single or multi-value headers; the event types of `@types/aws-lambda` fit,
 * under `exactOptionalPropertyTypes` too.
 */
export interface LambdaEvent {
  /** Tells the kinds of sender apart. */
  readonly requestContext?:
    | {
        /** Payload 2.0 and Function URLs. */
        readonly http?: { readonly method: string } | undefined;
        /** Load balancers. */
        readonly elb?: object | undefined;
        /** The sender's name for this request. */
        readonly requestId?: string | undefined;
      }
    | undefined;
  /** The HTTP method, except in payload 2.0. */
  readonly httpMethod?: string | undefined;
  /** The path, except in payload 2.0. */
  readonly path?: string | undefined;
  /** The path, in payload 2.0. */
  readonly rawPath?: string | undefined;
  /** The query without its question mark, in payload 2.0. */
  readonly rawQueryString?: string | undefined;
  /** The last value of each parameter: decoded by API Gateway, as it stood in the URL by a load balancer. */
  readonly queryStringParameters?: Values<string> | undefined;
  /** All values of each parameter. */
  readonly multiValueQueryStringParameters?: Values<readonly string[]> | undefined;
  /** The last value of each header; in payload 2.0 all of them, joined by a comma. */
  readonly headers?: Values<string> | undefined;
  /** All values of each header. */
  readonly multiValueHeaders?: Values<readonly string[]> | undefined;
  /** The cookies, which payload 2.0 takes out of the headers. */
  readonly cookies?: readonly string[] | undefined;
  /** The body, as text or in base64. */
  readonly body?: string | null | undefined;
  /** Whether `body` is base64. */
  readonly isBase64Encoded?: boolean | undefined;
}

/** What the adapter reads of a Lambda context; the `Context` of `@types/aws-lambda` fits. */
export interface LambdaContext {
  /** The milliseconds that are left until the function's timeout. */
  getRemainingTimeInMillis?(): number;
}

/**
 * What handlers find in `context.host`: name it by `webhook.host<LambdaHost>()`, or with the types of `@types/aws-lambda`,
 * `webhook.host<LambdaHost<APIGatewayProxyEventV2, Context>>()`.
 */
export interface LambdaHost<
  Event extends LambdaEvent = LambdaEvent,
  Context extends LambdaContext = LambdaContext,
> {
  /** The event of the invocation. */
  readonly event: Event;
  /** Its context; undefined where the handler was called without one, as in tests. */
  readonly context: Context | undefined;
}

/**
 * What the function returns; every sender of events reads it.
 */
export interface LambdaResult {
  /** The HTTP status. */
  statusCode: number;
  /** The status with its phrase, which a load balancer wants. */
  statusDescription?: string;
  /** One value for each header. */
  headers?: Record<string, string>;
  /** In place of `headers`, for a load balancer that sent multi-value headers; beside them, for API Gateway REST. */
  multiValueHeaders?: Record<string, string[]>;
  /** The values of `set-cookie`, in payload 2.0. */
  cookies?: string[];
  /** The body, as text or in base64. */
  body: string;
  /** Whether `body` is base64. */
  isBase64Encoded: boolean;
}
