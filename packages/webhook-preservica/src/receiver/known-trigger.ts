import { type DeliveredTrigger, triggerName } from "../triggers.ts";

/**
 * A trigger as it tells deliveries apart. The same body may come for two subscriptions, which their tags tell apart; but nobody
 * who sends a body again must get it handled once more by inventing triggers.
 */
export function knownTrigger(trigger: DeliveredTrigger): string {
  return (trigger === null ? undefined : triggerName(trigger)) ?? "unknown";
}
