import type { Meter } from "@opentelemetry/api";
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  METRIC_HTTP_SERVER_REQUEST_DURATION,
} from "@opentelemetry/semantic-conventions";
import type { RequestAttributes } from "./attributes.ts";

/** The buckets, in seconds, that the conventions advise. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Makes the function that counts one answer. */
export function instruments(meter: Meter) {
  const duration = meter.createHistogram(METRIC_HTTP_SERVER_REQUEST_DURATION, {
    description: "Duration of HTTP server requests.",
    unit: "s",
    advice: { explicitBucketBoundaries: BUCKETS },
  });
  const refusals = meter.createCounter("clustaar.webhook.refusals", {
    description: "Refusals and failures by their code, those that a fallback answered included.",
    unit: "{refusal}",
  });
  return (
    { metric, route }: RequestAttributes,
    status: number,
    code: string | undefined,
    milliseconds: number,
  ): void => {
    const answer = { ...metric, [ATTR_HTTP_RESPONSE_STATUS_CODE]: status };
    const failed = status >= 500 ? { [ATTR_ERROR_TYPE]: code ?? String(status) } : {};
    duration.record(milliseconds / 1000, { ...answer, ...failed });
    if (code !== undefined) refusals.add(1, { "clustaar.webhook.code": code, "http.route": route });
  };
}
