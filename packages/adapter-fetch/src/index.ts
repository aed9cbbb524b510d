export { type FetchHandler, fetchAdapter } from "./fetch-adapter.ts";
export type { FetchBody, FetchContext, FetchHost, FetchRequest } from "./fetch-context.ts";
