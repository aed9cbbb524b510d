import type { WebhookResponse } from "./endpoint.ts";
import type { HttpError } from "./errors.ts";

/**
 * Makes the answer for a refusal: RFC 9457 `application/problem+json` with a stable `code`.
 * Holds the message only when the error may be exposed, and then the first 200 issues; never a stack or a cause.
 *
 * @example
 * ```ts
 * import { WebhookError } from "@clustaar/webhook-core";
 * import { problemResponse } from "@clustaar/webhook-core/endpoint";
 *
 * const response = problemResponse(new WebhookError("body_too_large", "at most 1048576 bytes, got 2000000"));
 * console.log(response.status, response.headers["content-type"]); // 413 "application/problem+json"
 * ```
 */
export function problemResponse(error: HttpError): WebhookResponse {
  const { status, code, expose, issues } = error;
  const problem: Record<string, unknown> = {
    type: "about:blank",
    title: error.title ?? phrases[status] ?? (status < 500 ? "Bad Request" : "Server Error"),
    status,
    code,
  };
  if (expose && error.message !== problem.title) problem.detail = error.message;
  if (expose && issues !== undefined) {
    problem.errors = issues
      .slice(0, MOST_ERRORS)
      .map(({ path, message }) => ({ path: pathText(path), message }));
  }
  return {
    status,
    headers: { ...error.headers, "content-type": "application/problem+json" },
    body: JSON.stringify(problem),
  };
}

/** More than this many errors help nobody, and would make an answer many times as large as its request. */
const MOST_ERRORS = 200;
/** Characters of one key in a path: a client chooses its keys. */
const LONGEST_KEY = 100;

/** A path as clients read it: keys and indexes joined by `/`. */
export function pathText(path: readonly (string | number)[]): string {
  return path.map((key) => String(key).slice(0, LONGEST_KEY)).join("/");
}

/** The phrases of RFC 9110 for what handlers throw most. */
const phrases: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};
