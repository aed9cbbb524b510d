export { expressAdapter } from "./express-adapter.ts";
