import { expect, it } from "vitest";
import * as testing from "./index.ts";
import * as vitest from "./vitest.ts";

it("exports these names", () => {
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "ConversationError",
      "botSchema",
      "conversation",
      "customEvent",
      "defineBot",
      "formatDifferences",
      "inputText",
      "parseBot",
      "parseTranscript",
      "readBotFile",
      "replay",
    ]
  `);
  expect(Object.keys(vitest).sort()).toMatchInlineSnapshot(`
    [
      "toMatchTranscript",
    ]
  `);
});
