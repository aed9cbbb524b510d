import { answerCases } from "./cases/answers.ts";
import { bodyCases } from "./cases/bodies.ts";
import { connectionCases } from "./cases/connections.ts";
import { limitCases } from "./cases/limits.ts";
import { listenerCases } from "./cases/listeners.ts";
import { mountingCases } from "./cases/mounting.ts";
import { parserCases } from "./cases/parsers.ts";
import { requestCases } from "./cases/requests.ts";
import { webhookCases } from "./cases/webhooks.ts";

/** Everything an adapter has to show. */
export const cases = {
  ...requestCases,
  ...bodyCases,
  ...answerCases,
  ...limitCases,
  ...parserCases,
  ...listenerCases,
  ...mountingCases,
  ...connectionCases,
  ...webhookCases,
};

export type CaseName = keyof typeof cases;

/** The names of all cases. */
export const caseNames = Object.keys(cases) as readonly CaseName[];
