import { types } from "node:util";
import { isBodyless } from "@clustaar/webhook-core/adapter";
import { type HttpError, kindOf, type WebhookResponse } from "@clustaar/webhook-core/endpoint";
import { reasonPhrase } from "../errors.ts";
import type { OpenResponse } from "./response.ts";

/**
 * What a handler may return: text is sent as HTML in UTF-8, bytes as they are, `{ status, headers, body }` as it stands,
 * nothing as 204, and anything else as JSON.
 */
export type HandlerResult =
  | string
  | Uint8Array
  | WebhookResponse
  | object
  | number
  | boolean
  | null
  | undefined
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement
  | void;

const HTML = "text/html; charset=utf-8";
const TEXT = "text/plain; charset=utf-8";

/**
 * Makes the answer of what a handler returned and set.
 *
 * @throws TypeError for what cannot be sent, naming it.
 */
export function answerOf(result: unknown, response: OpenResponse): WebhookResponse {
  const headers = response.headers.toRecord();
  if (result === undefined || result === null) {
    return { status: response.statusOr(204), headers, body: "" };
  }
  if (isResponse(result)) {
    return { ...result, headers: joinHeaders(headers, result.headers) };
  }
  const status = response.statusOr(200);
  const answer = (type: string, body: string | Uint8Array): WebhookResponse => ({
    status,
    headers: body.length === 0 ? headers : { "content-type": type, ...headers },
    body: isBodyless(status) ? "" : body,
  });
  if (typeof result === "string") return answer(HTML, result);
  if (types.isUint8Array(result)) return answer("application/octet-stream", result);
  return answer("application/json", jsonOf(result));
}

function isResponse(value: unknown): value is WebhookResponse {
  if (typeof value !== "object" || value === null) return false;
  const { status, headers, body } = value as Partial<WebhookResponse>;
  if (typeof status !== "number" || typeof headers !== "object" || headers === null) return false;
  if (Object.keys(value).some((key) => key !== "status" && key !== "headers" && key !== "body")) {
    return false;
  }
  return typeof body === "string" || types.isUint8Array(body);
}

/** The later ones win, but for cookies, of which all are set. */
export function joinHeaders(
  before: WebhookResponse["headers"],
  later: Readonly<WebhookResponse["headers"]>,
): WebhookResponse["headers"] {
  const joined = { ...before };
  for (const [key, value] of Object.entries(later)) {
    const name = key.toLowerCase();
    const cookies = name === "set-cookie" ? before[name] : undefined;
    joined[name] = cookies === undefined ? value : [cookies, value].flat();
  }
  return joined;
}

function jsonOf(value: unknown): string {
  // Its body would be lost: it has no keys of its own.
  if (value instanceof globalThis.Response) {
    throw new TypeError(
      "expected an answer a host can send, got a web Response; return { status, headers, body }",
    );
  }
  const text = JSON.stringify(value) as string | undefined;
  if (text !== undefined) return text;
  throw new TypeError(
    `expected text, bytes, an object or nothing as the answer of a handler, got ${kindOf(value)}`,
  );
}

/** Writes a refusal as text: the message of what a handler threw, or the status in words, as `404 Not Found`. */
export function refusalText(error: HttpError): WebhookResponse {
  return {
    status: error.status,
    headers: { "content-type": TEXT, ...error.headers },
    body: isBodyless(error.status) ? "" : bodyOf(error),
  };
}

function bodyOf({ status, expose, message, name }: HttpError): string {
  const own = expose && (name !== "WebhookError" || explained.has(status));
  return own ? message : `${status} ${reasonPhrase(status)}`;
}

/** Refusals of the host that only their details explain. */
const explained = new Set([400, 409, 413, 415, 422]);
