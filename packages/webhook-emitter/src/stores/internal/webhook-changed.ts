import { EmitterError } from "../../errors.ts";

/** The refusal of `putWebhook`, the same in every store. */
export function webhookChanged(id: string, expected: number, found: number): EmitterError {
  const stands = found === 0 ? "it is not there" : `it is at version ${found}`;
  return new EmitterError(
    "webhook_changed",
    `webhook ${id}: expected version ${expected} in the store, but ${stands}; read it again and repeat the change`,
  );
}
