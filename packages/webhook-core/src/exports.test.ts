import { expect, it } from "vitest";
import * as core from "./index.ts";
import * as testing from "./testing.ts";

it("exports these names, and the schemas' own besides", async () => {
  const schemas = new Set(Object.keys(await import("@clustaar/schemas")));
  const own = Object.keys(core).filter((name) => !schemas.has(name));
  expect(own.sort()).toMatchInlineSnapshot(`
    [
      "HttpError",
      "Webhook",
      "WebhookConfigError",
      "WebhookError",
      "all",
      "any",
      "basicAuth",
      "checkAge",
      "checkBodyLimit",
      "checkMethod",
      "checkOptions",
      "clustaar",
      "createEndpoint",
      "defineEvent",
      "errorReporter",
      "errorTable",
      "events",
      "formatHttpDate",
      "github",
      "jsonKeyEquals",
      "jsonKeyExists",
      "jsonKeyIn",
      "kindOf",
      "memoryStore",
      "not",
      "parseBasicCredentials",
      "parseHttpDate",
      "parseJsonObject",
      "preservica",
      "preservicaChallengeResponse",
      "preservicaEventPrefix",
      "preservicaLatin1",
      "problemResponse",
      "servo",
      "slack",
      "standardWebhooks",
      "stepId",
      "stripe",
    ]
  `);
  expect(Object.keys(core)).toEqual(expect.arrayContaining([...schemas]));
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "signedRequest",
      "simulate",
      "stepReached",
    ]
  `);
});
