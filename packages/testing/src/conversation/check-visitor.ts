import { type Interlocutor, schemas } from "@clustaar/webhook-core";
import { checkOptions } from "@clustaar/webhook-core/endpoint";

/**
 * Refuses an attribute that no visitor has: a typing error would silently leave the default.
 *
 * @throws WebhookConfigError `config_invalid`, naming it.
 */
export function checkVisitor(what: string, attributes: Partial<Interlocutor>): void {
  const names = Object.entries(schemas.webhook_interlocutor.fields).map(
    ([key, { spec }]) => spec.presence.as ?? key,
  );
  checkOptions(what, attributes, [...names, "extra"]);
}
