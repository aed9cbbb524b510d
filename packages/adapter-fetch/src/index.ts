export { fetchAdapter } from "./fetch-adapter.ts";
export type { FetchContext } from "./fetch-context.ts";
