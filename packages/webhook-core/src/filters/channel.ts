import { textFilter } from "./internal/text-filter.ts";
import type { JsonFilter } from "./types.ts";

/**
 * Matches when the conversation takes place on this channel (`data.channel`), or on one of a list.
 *
 * @throws WebhookConfigError `config_invalid` when there is no name, or one is empty or not text.
 *
 * @example
 * ```ts
 * import { channel } from "@clustaar/webhook-core";
 *
 * const social = channel(["facebook", "twitter"]);
 * console.log(social({ data: { channel: "facebook" } })); // true
 * console.log(social({ data: { channel: "customer_chat" } })); // false
 * ```
 */
export function channel(names: string | readonly string[]): JsonFilter {
  return textFilter("channel", "the name of a channel", ["data", "channel"], names);
}
