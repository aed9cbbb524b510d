export { nodeAdapter } from "./node-adapter.ts";
