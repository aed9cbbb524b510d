import { validate } from "../events/validate.ts";
import type { EmitterCore } from "./core.ts";

/** Whether one webhook would get an event, and why not. */
export interface Explanation {
  /** The webhook's id. */
  readonly webhook: string;
  /** Its name; null: it has none. */
  readonly name: string | null;
  /** Whether it would be sent; a paused webhook gets it once it is resumed. */
  readonly sent: boolean;
  /** Why not, or what is to be known all the same; null: nothing. */
  readonly reason: string | null;
}

/**
 * Says of each webhook, or of one, whether it would get an event.
 *
 * @throws EmitterError `event_unknown`, `input_invalid`, `not_json`, `webhook_unknown`.
 */
export async function explain(
  core: EmitterCore,
  event: string,
  data: unknown,
  only: string | undefined,
): Promise<readonly Explanation[]> {
  const what = "emitter.explain";
  const { registry, publisher, eventNames } = core;
  const { key, definition } = core.eventOf(what, event);
  const when = key.when === "before" ? "before" : "after";
  const webhooks = only === undefined ? registry.all() : [registry.find(only)];
  // Filters see what the schema makes of the data, defaults included.
  const input = await validate("input_invalid", `${what}: ${event}`, definition.input, data);
  const written = publisher.write(what, when, key.event, input, when === "before" ? null : []);
  const notes = definition.deprecated
    ? `the event is deprecated${definition.deprecated === true ? "" : `: ${definition.deprecated}`}`
    : null;
  return webhooks.map((webhook) => {
    const base = { webhook: webhook.id, name: webhook.settings.name };
    if (!webhook.listensTo(when, key.event)) {
      const other = when === "before" ? "after" : "before";
      const hint = webhook.listensTo(other, key.event) ? `, but ${other}:${key.event} is` : "";
      return {
        ...base,
        sent: false,
        reason: `${when}:${key.event} is not among its events${hint}`,
      };
    }
    const misfit = publisher.misfit(webhook, written.json);
    if (misfit !== undefined) return { ...base, sent: false, reason: misfit };
    if (registry.state(webhook.id).status === "paused") {
      const waits =
        when === "before" ? "it is paused" : "it is paused; it is sent once it is resumed";
      return { ...base, sent: false, reason: waits };
    }
    const isThere = eventNames.includes(key.event);
    return { ...base, sent: true, reason: isThere ? notes : "no event of this name is defined" };
  });
}
