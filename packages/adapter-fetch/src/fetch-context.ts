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

/**
 * What handlers find in `context.host`: name it by `webhook.host<FetchHost>()`, on Workers with the types of your bindings,
 * `webhook.host<FetchHost<Env, ExecutionContext>>()`.
 */
export interface FetchHost<Env = unknown, Context = FetchContext | undefined> {
  /** The request as the platform made it; its body has been read. */
  readonly request: Request;
  /** The bindings of a Worker, which come between the request and the context; undefined elsewhere. */
  readonly env: Env;
  /** What the platform hands over beside the request. */
  readonly context: Context;
}
