import type { HeaderReader } from "@clustaar/webhook-core";

/**
 * What the platform hands over beside the request: the `ExecutionContext` of Workers, Hono's `executionCtx`, Vercel's and
 * Netlify's context. Any other object (the `params` of Next.js, Deno's connection info, Bun's server) is accepted and ignored.
 */
export type FetchContext =
  | {
      /** Keeps the platform's instance alive until `work` has settled. */
      waitUntil?(work: Promise<unknown>): void;
    }
  | object;

/** What the adapter reads of a web `Request`. The `HttpRequest` of Azure Functions, which is a class of its own, fits too. */
export interface FetchRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The whole URL. */
  readonly url: string;
  /** The headers, by names in any case. */
  readonly headers: HeaderReader;
  /** The body as a stream of bytes; null: none. */
  readonly body: FetchBody | null;
  /** Whether something has read the body. */
  readonly bodyUsed: boolean;
  /** Aborted when the client is gone, where the platform tells. */
  readonly signal?: AbortSignal;
  /** The whole body. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What the adapter reads of a stream. */
export interface FetchBody {
  /** Whether something else is reading. */
  readonly locked: boolean;
  /** Starts to read, chunk by chunk. */
  getReader(): {
    /** The next chunk, or the end. */
    read(): Promise<{ readonly done: boolean; readonly value?: unknown }>;
    /** Lets others read on. */
    releaseLock(): void;
  };
}

/**
 * What handlers find in `context.host`: name it by `webhook.host<FetchHost>()`, on Workers with the types of your bindings,
 * `webhook.host<FetchHost<Env, ExecutionContext>>()`.
 */
export interface FetchHost<
  Env = unknown,
  Context = FetchContext | undefined,
  Req extends FetchRequest = Request,
> {
  /** The request as the platform made it; its body has been read. */
  readonly request: Req;
  /** The bindings of a Worker, which come between the request and the context; undefined elsewhere. */
  readonly env: Env;
  /** What the platform hands over beside the request. */
  readonly context: Context;
}
