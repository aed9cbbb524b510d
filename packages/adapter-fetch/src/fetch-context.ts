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
