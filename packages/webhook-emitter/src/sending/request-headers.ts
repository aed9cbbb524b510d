import { servo, standardWebhooks } from "@clustaar/webhook-core/signatures";
import type { SignatureMode } from "../config/settings.ts";
import type { StoredMessage } from "../stores/records.ts";
import { type HeaderList, setHeader } from "../transport/header-list.ts";
import { reservedHeaders } from "./header-names.ts";
import { type PreparedSecret, signEd25519 } from "./secrets.ts";

/** The version of the body's form: grows when something that is there changes its meaning. */
export const SCHEMA_VERSION = "1";
/** The version of this package, as it is sent. */
export const EMITTER_VERSION = "0.0.0";

/** What one request is signed with, and what comes with it. */
export interface RequestParts {
  readonly message: Pick<StoredMessage, "id" | "event" | "body" | "contentType" | "headers">;
  /** The newest first. */
  readonly secrets: readonly PreparedSecret[];
  readonly mode: SignatureMode;
  /** What {@link baseHeaders} gave. */
  readonly base: HeaderList;
  /** In place of the message's own; null: that. */
  readonly contentType: string | null;
  /** When it is sent, in milliseconds since 1970. */
  readonly now: number;
}

/** The headers that each request of a webhook has; what says and signs what is sent cannot be among them. */
export function baseHeaders(own: Readonly<Record<string, string>>): HeaderList {
  const all: HeaderList = ["user-agent", `clustaar-webhook-emitter/${EMITTER_VERSION}`];
  for (const [name, value] of Object.entries(own)) {
    const lower = name.toLowerCase();
    if (!reservedHeaders.has(lower)) setHeader(all, lower, value);
  }
  all.push("webhook-emitter-version", EMITTER_VERSION, "webhook-schema-version", SCHEMA_VERSION);
  return all;
}

/** All headers of one attempt. */
export function requestHeaders({ message, secrets, mode, ...parts }: RequestParts): HeaderList {
  const { id, body } = message;
  const all = parts.base.slice();
  for (const name in message.headers) setHeader(all, name, message.headers[name] as string);
  // Seconds are what is signed and sent.
  const seconds = String(Math.floor(parts.now / 1000));
  all.push("content-type", parts.contentType ?? message.contentType);
  all.push("webhook-event", headerText(message.event));
  all.push("webhook-id", id);
  all.push("webhook-timestamp", seconds);
  if (mode !== "standard") {
    // One header holds one signature: that of the newest secret.
    const newest = secrets.find(({ kind }) => kind === "symmetric");
    if (newest?.kind === "symmetric") {
      const signed = servo.sign({ body, timestamp: parts.now }, newest.servo);
      all.push("x-servo-signature", signed["x-servo-signature"] ?? "");
    }
  }
  if (mode !== "servo") {
    const input = { body, timestamp: parts.now, id };
    const signatures = secrets.map((secret) =>
      secret.kind === "ed25519"
        ? signEd25519(secret.key, `${id}.${seconds}.`, body)
        : standardWebhooks.sign(input, secret.standard)["webhook-signature"],
    );
    all.push("webhook-signature", signatures.join(" "));
  }
  return all;
}

const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** An event's name as a header's value: what a header cannot hold is percent-encoded. */
function headerText(event: string): string {
  return PLAIN.test(event) ? event : encodeURIComponent(event);
}
