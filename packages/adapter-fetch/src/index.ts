export { type FetchContext, fetchAdapter } from "./fetch-adapter.ts";
