import { Buffer } from "node:buffer";
import { clustaar } from "@clustaar/webhook-core/signatures";
import type { Outgoing } from "./outgoing.ts";

/** What can be wrong with a request on purpose, to see how an endpoint answers it. */
export const faults = {
  "wrong-key": "signs with another key",
  stale: "is dated ten minutes ago",
  future: "is dated ten minutes ahead",
  duplicate: "is sent twice, byte for byte",
  truncated: "breaks off in the middle of its body",
  reserialised: "has a body that was rewritten after signing",
  slow: "sends its body in small pieces over two seconds",
  "no-date": "has no Date header",
  "two-signatures": "has its signature header twice",
} as const satisfies Record<string, string>;

/** The name of a fault. */
export type Fault = keyof typeof faults;

const TEN_MINUTES = 600_000;

/** How a request is signed and sent when nothing is wrong with it. */
export interface Signing {
  readonly key: string | undefined;
  readonly now: number;
}

/** Signs a body, with a fault where one is asked for. */
export function signOutgoing(
  body: Buffer,
  { key, now }: Signing,
  fault: Fault | undefined,
): Outgoing {
  const date = fault === "stale" ? now - TEN_MINUTES : fault === "future" ? now + TEN_MINUTES : now;
  const signingKey = fault === "wrong-key" ? `${key ?? ""}another key` : key;
  const headers: [string, string][] = [["Content-Type", "application/json"]];
  if (fault !== "no-date") headers.push(["Date", new Date(date).toUTCString()]);
  if (signingKey !== undefined) {
    const signature = signatureOf(body, date, signingKey, fault);
    headers.push(["X-Hub-Signature", signature]);
    if (fault === "two-signatures") headers.push(["X-Hub-Signature", signature]);
  }
  return {
    headers,
    body: fault === "reserialised" ? rewritten(body) : body,
    manner: fault === "truncated" || fault === "slow" ? fault : "whole",
    times: fault === "duplicate" ? 2 : 1,
  };
}

function signatureOf(body: Buffer, date: number, key: string, fault: Fault | undefined): string {
  if (fault !== "no-date")
    return clustaar.sign({ body, timestamp: date }, key)["x-hub-signature"] ?? "";
  // The platform signs this text when there is no Date header.
  return `sha1=${clustaar.prepareKey(key).digest("date=None\n", body).toString("hex")}`;
}

/** The same JSON in other bytes, as a parser and a writer on the way make it. */
function rewritten(body: Buffer): Buffer {
  try {
    const text = body.toString("utf8");
    const json: unknown = JSON.parse(text);
    const compact = JSON.stringify(json);
    return Buffer.from(compact === text ? JSON.stringify(json, null, 1) : compact);
  } catch {
    return Buffer.concat([body, Buffer.from(" ")]);
  }
}
