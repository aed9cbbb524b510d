import type { PreservicaSubscription, Trigger } from "@clustaar/webhook-preservica";
import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { printable } from "../style.ts";
import { type CredentialOptions, withClient } from "./client.ts";

/** What is subscribed. */
export interface SubscribeRequest {
  readonly url: string;
  readonly trigger: string;
  readonly secret: string | undefined;
  readonly tag: boolean;
}

/** The secret of a subscription: `--secret`, or `PRESERVICA_WEBHOOK_SECRET`. */
export function secretOf({ env }: Io, given: string | undefined): string {
  const secret = given ?? env.PRESERVICA_WEBHOOK_SECRET;
  if (secret !== undefined && secret !== "") return secret;
  throw new UsageError(
    "expected the secret of the subscription: give --secret, or set PRESERVICA_WEBHOOK_SECRET; a new one: openssl rand -hex 32",
  );
}

/** Subscribes a URL to a trigger. */
export function subscribe(
  io: Io,
  credentials: CredentialOptions,
  { url, trigger, secret, tag }: SubscribeRequest,
): Promise<PreservicaSubscription> {
  const own = secretOf(io, secret);
  return withClient(io, credentials, ({ webhooks }, signal) =>
    // An unknown trigger is refused there, with the names there are.
    webhooks.subscribe({ url, trigger: trigger as Trigger, secret: own, tag, signal }),
  );
}

/** Every subscription of the tenancy. */
export function list(io: Io, credentials: CredentialOptions): Promise<PreservicaSubscription[]> {
  return withClient(io, credentials, async ({ webhooks }, signal) => {
    const all: PreservicaSubscription[] = [];
    for await (const subscription of webhooks.list({ signal })) all.push(subscription);
    return all;
  });
}

/** Removes subscriptions by their ids, or all of the tenancy; gives the ids that are gone. */
export function unsubscribe(
  io: Io,
  credentials: CredentialOptions,
  ids: readonly string[],
  all: boolean,
): Promise<string[]> {
  if (all === ids.length > 0) {
    throw new UsageError(
      all ? "expected ids or --all, got both" : "expected the ids of subscriptions, or --all",
    );
  }
  return withClient(io, credentials, async ({ webhooks }, signal) => {
    if (all) return (await webhooks.unsubscribeAll({ signal })).removed;
    for (const id of ids) await webhooks.unsubscribe(id, { signal });
    return [...ids];
  });
}

/** A subscription in one line. */
export function subscriptionLine({ id, trigger, url }: PreservicaSubscription): string {
  return printable(`${id}  ${trigger}  ${url}`);
}
