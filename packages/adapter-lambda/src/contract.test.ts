import {
  type CaseName,
  connectionCases,
  leaveOut,
  promiseCases,
  runAdapterContract,
} from "@clustaar/adapter-contract";
import http from "./fixtures/api-gateway-http.json" with { type: "json" };
import restEvent from "./fixtures/api-gateway-rest.json" with { type: "json" };
import functionUrl from "./fixtures/function-url.json" with { type: "json" };
import balancerEvent from "./fixtures/load-balancer.json" with { type: "json" };
import multiEvent from "./fixtures/load-balancer-multi-value.json" with { type: "json" };
import { lambdaHost } from "./internal/lambda-host.test-helpers.ts";
import { balancer, multiBalancer, payload2, rest } from "./internal/shapes.test-helpers.ts";

const noSocket = "a function gets its event after the whole request, without a connection";
const noParser = "the event holds the body as a value, which nothing can use up";

const awaited = "the promise of a handler gives the answer itself";

const always: Partial<Record<CaseName, string>> = {
  ...leaveOut(connectionCases, noSocket),
  "says which parser to move when the body was consumed": noParser,
  "tells the endpoint's listeners of a body that was consumed": noParser,
  "says that the body was decoded when the host hands over text":
    "text is what events hold, in UTF-8 or as base64",
  ...leaveOut(promiseCases, awaited),
  "uses the raw bytes that a parser kept": noParser,
  "holds kept bytes to the limit too": noParser,
  "leaves how the rest of the app parses alone": noParser,
  "never sends a header that would split the answer":
    "the result is a value, which the gateway checks and refuses",
};

const joinsRepeats: CaseName = "joins repeated headers, those that Node keeps one of included";
const refusesRepeats: CaseName = "refuses a second Date or Authorization, whichever stands first";
const keepsRepeats: CaseName = "keeps every value of a repeated query parameter";

runAdapterContract("API Gateway REST", () => lambdaHost(restEvent, rest), { leavesOut: always });

const joinedBefore = { [joinsRepeats]: "payload 2.0 has joined them already, by a bare comma" };
for (const [name, fixture] of Object.entries({
  "API Gateway HTTP": http,
  "Function URL": functionUrl,
})) {
  runAdapterContract(name, () => lambdaHost(fixture, payload2(fixture)), {
    leavesOut: { ...always, ...joinedBefore },
  });
}

const lastOnly = "a load balancer without multi-value headers hands over the last value alone";
runAdapterContract("load balancer", () => lambdaHost(balancerEvent, balancer), {
  leavesOut: {
    ...always,
    [joinsRepeats]: lastOnly,
    [refusesRepeats]: lastOnly,
    [keepsRepeats]: lastOnly,
  },
});
runAdapterContract(
  "load balancer with multi-value headers",
  () => lambdaHost(multiEvent, multiBalancer),
  { leavesOut: always },
);
