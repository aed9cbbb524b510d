import { type CaseName, runAdapterContract } from "@clustaar/adapter-contract";
import http from "./fixtures/api-gateway-http.json" with { type: "json" };
import restEvent from "./fixtures/api-gateway-rest.json" with { type: "json" };
import functionUrl from "./fixtures/function-url.json" with { type: "json" };
import balancerEvent from "./fixtures/load-balancer.json" with { type: "json" };
import multiEvent from "./fixtures/load-balancer-multi-value.json" with { type: "json" };
import { lambdaHost } from "./internal/lambda-host.test-helpers.ts";
import { always, joinedBefore } from "./internal/left-out.test-helpers.ts";
import { balancer, multiBalancer, payload2, rest } from "./internal/shapes.test-helpers.ts";

const joinsRepeats: CaseName = "joins repeated headers, those that Node keeps one of included";
const refusesRepeats: CaseName = "refuses a second Date or Authorization, whichever stands first";
const keepsRepeats: CaseName = "keeps every value of a repeated query parameter";

runAdapterContract("API Gateway REST", () => lambdaHost(restEvent, rest), { leavesOut: always });

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
