import { expect, it } from "vitest";
import * as preservica from "./index.ts";
import * as testing from "./testing.ts";

it("exports these names", () => {
  expect(Object.keys(preservica).sort()).toMatchInlineSnapshot(`
    [
      "PreservicaClient",
      "PreservicaError",
      "PreservicaReceiver",
      "PreservicaRoleError",
      "PreservicaUnsubscribeError",
      "createSecret",
      "readCredentials",
      "triggerName",
      "triggers",
    ]
  `);
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "challengeRequest",
      "deliveryRequest",
      "simulatePreservica",
    ]
  `);
});
