import { TextDecoder } from "node:util";
import type { AcceptedRequest, WebhookRequest } from "@clustaar/webhook-core";
import type { NewMessage, StoredMessage } from "../stores/records.ts";
import { headersToStore, StoredHeaders } from "./stored-headers.ts";

/** What is stored of a request besides its body. */
interface Envelope {
  readonly method: string;
  readonly path: string;
  readonly mountPath?: string;
  readonly query: string;
  readonly headers: readonly (readonly [string, string])[];
  /** What the endpoint answers when all went well: no answer that anybody misses. */
  readonly answer: string;
}

/** A stored request, as it is handled. */
export interface StoredRequest {
  readonly request: WebhookRequest;
  readonly answer: string;
}

/** The parts of a message that hold a request. */
export function requestToStore(
  { request, topic, acknowledgement }: AcceptedRequest,
  storeHeader: (name: string) => boolean,
): Pick<NewMessage, "event" | "body" | "contentType" | "headers"> {
  const { method, path, mountPath, query, headers, body } = request;
  const envelope: Envelope = {
    method,
    path,
    ...(mountPath === undefined ? {} : { mountPath }),
    query: query.toString(),
    headers: headersToStore(headers, storeHeader),
    answer: textOf(acknowledgement?.body ?? ""),
  };
  return {
    event: storable(topic ?? ""),
    body,
    contentType: storable(headers.get("content-type") ?? "application/octet-stream"),
    // As one text: JSON writes everything that a store's texts cannot hold.
    headers: { request: JSON.stringify(envelope) },
  };
}

/**
 * Reads a request back, with a body of its own, so that no attempt sees what another has changed.
 *
 * @throws TypeError when something else was stored.
 */
export function requestOf({ headers, body }: StoredMessage): StoredRequest {
  const { request = "" } = headers;
  const envelope = JSON.parse(request) as Envelope;
  const { method, path, mountPath, query, answer } = envelope;
  return {
    request: {
      method,
      path,
      ...(mountPath === undefined ? {} : { mountPath }),
      query: new URLSearchParams(query),
      headers: new StoredHeaders(envelope.headers),
      body: new Uint8Array(body),
    },
    answer,
  };
}

/** Characters of a topic, a group or a media type that are kept. */
const LONGEST = 200;
const unprintable = /\p{C}/gu;

/** A text that a sender has chosen, as every store can keep it. */
export function storable(text: string): string {
  return text.slice(0, LONGEST).replace(unprintable, "?");
}

/** A body as text. */
export function textOf(body: string | Uint8Array): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}
