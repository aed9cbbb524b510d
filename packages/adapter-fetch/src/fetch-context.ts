/**
 * What the platform hands over beside the request: the `ExecutionContext` of Workers, Hono's
 * `executionCtx`, Vercel's and Netlify's context; any other object (the `params` of Next.js, Deno's
 * connection info, Bun's server) is taken and left alone.
 *
 * @example
 * ```ts
 * import type { FetchContext } from "@clustaar/adapter-fetch";
 *
 * const context: FetchContext = { waitUntil: (work: Promise<unknown>) => void work };
 * console.log("waitUntil" in context); // true
 * ```
 */
export type FetchContext = { waitUntil?(work: Promise<unknown>): void } | object;
