import { createHash } from "node:crypto";
import type {
  Endpoint,
  HostContext,
  WebhookRequest,
  WebhookResponse,
} from "@clustaar/webhook-core";

/** An endpoint that remembers what reached it. */
export interface Recorder extends Endpoint {
  readonly requests: WebhookRequest[];
}

type Answering = (
  request: WebhookRequest,
  host: HostContext | undefined,
) => WebhookResponse | Promise<WebhookResponse>;

/** An endpoint that takes `maxBody` bytes and answers as told. */
export function recorder(
  answer: Answering = () => ({ status: 200, headers: {}, body: "" }),
  maxBody = 1024 * 1024,
): Recorder {
  const requests: WebhookRequest[] = [];
  return {
    maxBody,
    requests,
    async handle(request, host) {
      requests.push(request);
      return answer(request, host);
    },
  };
}

/** Says in JSON what reached it; the body as its length and SHA-256. */
export function echo({
  headers = [],
  maxBody,
  name,
}: {
  headers?: string[];
  maxBody?: number;
  name?: string;
} = {}): Recorder {
  return recorder(
    (request) => ({
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        name,
        method: request.method,
        path: request.path,
        query: [...request.query],
        headers: Object.fromEntries(headers.map((key) => [key, request.headers.get(key) ?? null])),
        length: request.body.byteLength,
        hash: sha256(request.body),
      }),
    }),
    maxBody,
  );
}

/** Always the same answer. */
export function fixed(response: WebhookResponse): Recorder {
  return recorder(() => response);
}

/** The SHA-256 of bytes or of a text's UTF-8, in hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
