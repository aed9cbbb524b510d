import { createHmac } from "node:crypto";
import * as http from "node:http";
import * as https from "node:https";

/**
 * What a receiver answered to a delivery.
 *
 * @example
 * ```ts
 * import type { ReceiverAnswer } from "@clustaar/webhook-preservica/testing";
 *
 * const answer: ReceiverAnswer = { status: 200, headers: {}, body: '{"success":true}' };
 * console.log(answer.status); // 200
 * ```
 */
export interface ReceiverAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Bytes of a chunk: small, so that characters are cut in two. */
const CHUNK = 7;

/** Sends a POST in chunks, without a Content-Length, as Preservica does. */
export function postChunked(
  url: URL,
  body: Uint8Array,
  headers: Record<string, string>,
): Promise<ReceiverAnswer> {
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", headers, agent: false }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on("data", (part: Buffer) => parts.push(part));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const { statusCode: status = 0, headers } = incoming;
        resolve({ status, headers, body: Buffer.concat(parts).toString() });
      });
    });
    outgoing.on("error", reject);
    outgoing.flushHeaders();
    for (let start = 0; start < body.byteLength; start += CHUNK) {
      outgoing.write(body.subarray(start, start + CHUNK));
    }
    outgoing.end();
  });
}

/** Challenges a URL that is to be subscribed; says what is wrong, or nothing. */
export async function handshake(
  target: string,
  secret: string,
  challengeCode: string,
): Promise<string | undefined> {
  const url = new URL(target);
  url.searchParams.append("challengeCode", challengeCode);
  let answer: ReceiverAnswer;
  try {
    answer = await postChunked(url, new Uint8Array(), {});
  } catch (error) {
    return `the URL could not be reached: ${error instanceof Error ? error.message : error}`;
  }
  if (answer.status !== 200) return `expected 200 to the challenge, got ${answer.status}`;
  const expected = createHmac("sha256", secret).update(challengeCode).digest("hex");
  try {
    const json = JSON.parse(answer.body) as Record<string, unknown>;
    if (json.challengeCode !== challengeCode) return "another challengeCode came back";
    if (json.challengeResponse !== expected) return "the challengeResponse is wrong";
  } catch {
    return "the answer to the challenge is no JSON";
  }
  return undefined;
}
