import { expect, it } from "vitest";
import * as adapter from "./adapter/index.ts";
import * as doctor from "./doctor/index.ts";
import * as endpoint from "./endpoint/index.ts";
import * as root from "./index.ts";
import * as signatures from "./signatures/index.ts";
import * as testing from "./testing/index.ts";

const namesOf = (entry: object) => Object.keys(entry).sort();

it("exports these names from the root, and the schemas' own besides", async () => {
  const schemas = new Set(Object.keys(await import("@clustaar/schemas")));
  const own = namesOf(root).filter((name) => !schemas.has(name));
  expect(own).toMatchInlineSnapshot(`
    [
      "HttpError",
      "Webhook",
      "WebhookConfigError",
      "WebhookError",
      "all",
      "any",
      "channel",
      "createOnce",
      "defineEvent",
      "errorTable",
      "events",
      "inputType",
      "isHttpError",
      "jsonKeyEquals",
      "jsonKeyExists",
      "jsonKeyIn",
      "memoryStore",
      "not",
      "sessionValue",
      "stepId",
      "text",
      "userInput",
    ]
  `);
});

it("exports these names from /endpoint", () => {
  expect(namesOf(endpoint)).toMatchInlineSnapshot(`
    [
      "HttpError",
      "WebhookConfigError",
      "WebhookError",
      "checkBodyLimit",
      "checkBoolean",
      "checkContentEncoding",
      "checkFunction",
      "checkMethod",
      "checkNumber",
      "checkOptions",
      "checkText",
      "checkTimer",
      "createEndpoint",
      "errorReporter",
      "errorTable",
      "isHttpError",
      "kindOf",
      "messageOf",
      "nearest",
      "parseJsonObject",
      "problemResponse",
    ]
  `);
});

it("exports these names from /signatures", () => {
  expect(namesOf(signatures)).toMatchInlineSnapshot(`
    [
      "basicAuth",
      "checkAge",
      "clustaar",
      "formatHttpDate",
      "github",
      "parseBasicCredentials",
      "parseHttpDate",
      "preservica",
      "preservicaChallengeResponse",
      "preservicaEventPrefix",
      "preservicaLatin1",
      "servo",
      "slack",
      "standardWebhooks",
      "standardWebhooksChallengeResponse",
      "stripe",
    ]
  `);
});

it("exports these names from /adapter", () => {
  expect(namesOf(adapter)).toMatchInlineSnapshot(`
    [
      "NodeHeaders",
      "NodeHost",
      "bodyFailed",
      "bodyIncomplete",
      "bodyTooLarge",
      "checkEmptyBody",
      "checkEndpoint",
      "ignoreRejection",
      "isBodyless",
      "isClosing",
      "mayHaveBody",
      "nodeRequest",
      "rawBodyUnavailable",
      "readBody",
      "refusal",
      "refuse",
      "sendResponse",
      "serveNode",
    ]
  `);
});

it("exports these names from /testing", () => {
  expect(namesOf(testing)).toMatchInlineSnapshot(`
    [
      "signedRequest",
      "simulate",
      "stepReachedNotification",
      "storeContract",
    ]
  `);
});

it("exports these names from /doctor", () => {
  expect(namesOf(doctor)).toMatchInlineSnapshot(`
    [
      "diagnose",
      "diagnosisCauses",
    ]
  `);
});
