import { Buffer } from "node:buffer";
import { EmitterError } from "../../errors.ts";
import { KEY_TTL } from "../internal/states.ts";
import type { NewMessage, PublishReceipt } from "../records.ts";

/** What `publish` of the schema answers. */
export interface Published {
  /** By the place in the list: receipts of keys that were there already, as JSON text. */
  readonly duplicates: Readonly<Record<string, string>>;
  /** Rows that wait for the one before them in their group. */
  readonly blocked: readonly number[] | null;
}

/** The one statement that stores messages: two texts as values, so that every driver can run it. */
export function publishStatement(schema: string, tellBlocked: boolean, keyTtl = KEY_TTL): string {
  return `SELECT ${schema}.publish($1::text::jsonb, $2::text::bytea[], ${tellBlocked}, ${Math.ceil(keyTtl)}) AS published`;
}

/** The values of the statement. */
export function publishValues(messages: readonly NewMessage[]): [string, string] {
  const rows = messages.map((message, i) => ({
    i,
    id: checkText("id", message.id),
    event: checkText("event", message.event),
    content_type: checkText("contentType", message.contentType),
    headers: JSON.stringify(message.headers),
    created_at: message.createdAt,
    expires_at: message.expiresAt,
    deliveries: message.deliveries.map(({ id, webhookId, group }) => [
      checkText("id", id),
      checkText("webhookId", webhookId),
      group === null ? null : checkText("group", group),
    ]),
    ...(message.idempotencyKey === undefined
      ? {}
      : {
          key: checkText("idempotencyKey", message.idempotencyKey),
          receipt: JSON.stringify(receiptOf(message)),
        }),
  }));
  const bodies = messages.map(({ body }) => `"\\\\x${hex(body)}"`);
  return [JSON.stringify(rows), `{${bodies.join(",")}}`];
}

/** What became of each message. */
export function receiptsOf(messages: readonly NewMessage[], { duplicates }: Published) {
  return messages.map((message, i): PublishReceipt => {
    const known = duplicates[i];
    return known === undefined
      ? receiptOf(message)
      : { ...(JSON.parse(known) as PublishReceipt), duplicate: true };
  });
}

function receiptOf({ id, deliveries }: NewMessage): PublishReceipt {
  return {
    messageId: id,
    deliveries: deliveries.map((one) => ({ id: one.id, webhookId: one.webhookId })),
    duplicate: false,
  };
}

/** U+0000, and halves of surrogate pairs. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/**
 * PostgreSQL's texts hold everything but U+0000 and halves of surrogate pairs.
 *
 * @throws EmitterError `input_invalid` when it holds one of these.
 */
function checkText(name: string, text: string): string {
  if (UNSTORABLE.test(text)) {
    throw new EmitterError(
      "input_invalid",
      `publish: ${name}: expected a text without U+0000 and without halves of surrogate pairs, which PostgreSQL cannot keep; got one`,
    );
  }
  return text;
}

function hex({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("hex");
}
