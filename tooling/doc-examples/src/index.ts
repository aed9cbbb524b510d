export type { ExampleOptions } from "./test-examples.ts";
export { testExamples } from "./test-examples.ts";
