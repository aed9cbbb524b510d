import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import * as http from "node:http";
import * as https from "node:https";

/** What a receiver answered to a delivery. */
export interface ReceiverAnswer {
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The headers of the answer, by lower-case names. */
  readonly headers: http.IncomingHttpHeaders;
  /** The body of the answer as text. */
  readonly body: string;
  /** Why there was no answer: the receiver hung up, could not be reached or took too long. */
  readonly error?: string;
}

/** Bytes of a chunk: small, so that characters are cut in two. */
const CHUNK = 7;

/** Sends POSTs in chunks, without a Content-Length, as Preservica does. */
export class Publisher {
  readonly #timeout: number;
  readonly #closed = new AbortController();

  /** @param timeout - milliseconds after which a receiver is given up. */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  /** Posts to a receiver; one that does not answer gives a status of 0, and never rejects. */
  async post(url: URL, body: Uint8Array, headers: Record<string, string>): Promise<ReceiverAnswer> {
    const late = AbortSignal.timeout(this.#timeout);
    const signal = AbortSignal.any([late, this.#closed.signal]);
    try {
      return await postChunked(url, body, { headers, signal });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const told = late.aborted ? `no answer within ${this.#timeout} ms` : reason;
      return { status: 0, headers: {}, body: "", error: told };
    }
  }

  /** Challenges a URL that is to be subscribed; says what is wrong, or nothing. */
  async handshake(url: URL, secret: string, challengeCode: string): Promise<string | undefined> {
    const target = new URL(url);
    target.searchParams.append("challengeCode", challengeCode);
    const answer = await this.post(target, new Uint8Array(), {});
    if (answer.error !== undefined) return `the URL could not be reached: ${answer.error}`;
    if (answer.status !== 200) return `expected 200 to the challenge, got ${answer.status}`;
    const expected = createHmac("sha256", secret).update(challengeCode).digest("hex");
    try {
      const json = JSON.parse(answer.body) as Record<string, unknown>;
      if (json.challengeCode !== challengeCode) return "another challengeCode came back";
      if (json.challengeResponse !== expected) return "the challengeResponse is wrong";
    } catch {
      return "the answer to the challenge is not JSON";
    }
    return undefined;
  }

  /** Gives up what is still open. */
  close(): void {
    this.#closed.abort(new Error("the simulated server was closed"));
  }
}

function postChunked(
  url: URL,
  body: Uint8Array,
  { headers, signal }: { headers: Record<string, string>; signal: AbortSignal },
): Promise<ReceiverAnswer> {
  const { request } = url.protocol === "https:" ? https : http;
  const options = { method: "POST", headers, agent: false, signal } as const;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (incoming) => {
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
