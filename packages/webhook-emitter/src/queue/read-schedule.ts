import { WebhookConfigError } from "@clustaar/webhook-core";
import { kindOf } from "@clustaar/webhook-core/endpoint";
import { parseDuration } from "../config/duration.ts";

/**
 * Reads what is waited after each attempt, in milliseconds.
 *
 * @param what - the option, as the message names it: `createEmitter: schedule`.
 * @throws WebhookConfigError `config_invalid` when it is not a list of durations.
 */
export function readSchedule(what: string, schedule: unknown): number[] {
  const list = Array.isArray(schedule) ? schedule : [undefined];
  return list.map((one) => {
    const milliseconds = parseDuration(one);
    if (typeof milliseconds === "number" && milliseconds >= 0) return milliseconds;
    throw new WebhookConfigError(
      `${what}: expected a list of durations such as 5s or 5m, got ${
        typeof one === "string" ? JSON.stringify(one) : kindOf(one ?? schedule)
      }`,
    );
  });
}
