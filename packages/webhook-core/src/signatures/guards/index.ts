export { checkAge } from "./age.ts";
export {
  type BasicAuthCheck,
  type BasicAuthOptions,
  type BasicCredentials,
  basicAuth,
  parseBasicCredentials,
} from "./basic-auth.ts";
export { formatHttpDate, parseHttpDate } from "./http-date.ts";
export type { Guard } from "./types.ts";
