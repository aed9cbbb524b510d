export { type FetchHandler, fetchAdapter } from "./fetch-adapter.ts";
export type { FetchContext, FetchHost } from "./fetch-context.ts";
