import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineEvent, Webhook } from "@clustaar/webhook-core";
import { signedRequest } from "@clustaar/webhook-core/testing";
import { expect, onTestFinished, vi } from "vitest";
import { z } from "zod";
import type { LogEntry } from "../internal/log.ts";
import {
  absent,
  dropSchema,
  freshAddress,
} from "../stores/postgres/postgres-world.test-helpers.ts";
import { inbox } from "./inbox.ts";
import type { InboxOptions } from "./inbox-options.ts";
import type { Inbox } from "./inbox-types.ts";

/** An event of the tests' own, whose answer is an acknowledgement. */
export const paid = defineEvent("order.paid", z.object({ topic: z.string(), total: z.number() }));

export const privateKey = "s3cr3t";

/** A signed request that says that an order was paid. */
export function order(total: number, options: Parameters<typeof signedRequest>[0] = {}) {
  return signedRequest({ notification: { topic: "order.paid", total }, privateKey, ...options });
}

/** Where inboxes keep what they accept. */
export interface StoreKind {
  readonly kind: "memory" | "file" | "postgres";
  /** Why it cannot be tried here; undefined: it can. */
  readonly absent: string | undefined;
  /** An address that nothing else uses, until the test is over. */
  address(): string;
}

/** Every kind of store. */
export const storeKinds: readonly StoreKind[] = [
  { kind: "memory", absent: undefined, address: () => "memory:" },
  { kind: "file", absent: undefined, address: () => `file:${join(folder(), "inbox.db")}` },
  {
    kind: "postgres",
    absent,
    address() {
      const { address, schema } = freshAddress();
      onTestFinished(() => dropSchema(schema));
      return address;
    },
  },
];

/** A folder that goes with the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "clustaar-inbox-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An inbox in front of a webhook that handles orders, with its log; closed with the test. */
export function startInbox(
  handle: (total: number, signal: AbortSignal) => unknown,
  options: Partial<InboxOptions> = {},
): { box: Inbox; webhook: Webhook; log: LogEntry[]; codes: () => string[] } {
  const log: LogEntry[] = [];
  const webhook = new Webhook({ privateKey });
  webhook.on(paid, ({ notification, signal }) => handle(notification.total, signal));
  webhook.onError(() => {});
  const box = inbox(webhook, {
    store: "memory:",
    ...("backoff" in options ? {} : { schedule: [0.001, 0.001] }),
    random: () => 0.5,
    log: (entry) => void log.push(entry),
    // A busy machine is not what these tests are about.
    storeTimeout: 30_000,
    ...options,
  });
  onTestFinished(async () => {
    await box.close({ deadline: 0 });
  });
  return { box, webhook, log, codes: () => log.map(({ code }) => code) };
}

/** Waits until something holds. */
export function until(holds: () => unknown): Promise<void> {
  return vi.waitFor(async () => void (await holds()), { timeout: 30_000, interval: 5 });
}

/** Waits until nothing is waiting and nothing is being handled. */
export async function quiet(box: Inbox): Promise<void> {
  await until(async () => {
    const { waiting, inFlight, here } = await box.stats();
    expect(waiting + inFlight + here).toBe(0);
  });
}
