export { type ExpressHost, expressAdapter } from "./express-adapter.ts";
