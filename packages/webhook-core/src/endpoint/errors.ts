import { canSend, HEADER_RULE } from "./header-fields.ts";

// RFC 9110 asks for a challenge on every 401.
const basicChallenge = { "www-authenticate": 'Basic realm="webhook", charset="UTF-8"' };
const signatureChallenge = { "www-authenticate": "Signature" };

/**
 * Every refusal of the receive path: its code, its status and the sentence a client reads.
 *
 * @example
 * ```ts
 * import { errorTable } from "@clustaar/webhook-core";
 *
 * console.log(errorTable.request_too_old.status); // 400
 * ```
 */
export const errorTable = {
  body_too_large: { status: 413, title: "The body is larger than this endpoint takes" },
  body_incomplete: { status: 400, title: "The body ended before it was complete" },
  method_not_allowed: {
    status: 405,
    title: "This endpoint takes POST only",
    headers: { allow: "POST" },
  },
  credentials_missing: {
    status: 401,
    title: "Basic credentials are required",
    headers: basicChallenge,
  },
  credentials_invalid: {
    status: 401,
    title: "The credentials are not accepted",
    headers: basicChallenge,
  },
  signature_missing: {
    status: 401,
    title: "The request is not signed",
    headers: signatureChallenge,
  },
  signature_malformed: {
    status: 401,
    title: "The signature cannot be read",
    headers: signatureChallenge,
  },
  signature_unsupported: {
    status: 401,
    title: "The signature's algorithm is not supported",
    headers: signatureChallenge,
  },
  signature_invalid: {
    status: 401,
    title: "The signature does not match the request",
    headers: signatureChallenge,
  },
  date_missing: { status: 400, title: "The request has no date" },
  date_invalid: { status: 400, title: "The request's date cannot be read" },
  request_too_old: { status: 400, title: "The request is too old" },
  request_from_future: { status: 400, title: "The request comes from the future" },
  body_not_json: { status: 400, title: "The body is not a JSON object" },
  body_too_deep: { status: 400, title: "The body is nested too deeply" },
  no_route: { status: 404, title: "No route takes this event" },
  payload_invalid: { status: 422, title: "The body is not what this event carries" },
  duplicate_pending: { status: 409, title: "The same request is being handled" },
  handler_failed: { status: 500, title: "The handler failed" },
  request_aborted: { status: 499, title: "The request was given up before it was answered" },
  handler_timeout: { status: 504, title: "The handler took too long" },
  response_invalid: { status: 500, title: "The handler's answer breaks a limit" },
  raw_body_unavailable: {
    status: 500,
    title: "The raw body was consumed before the webhook saw it",
  },
} as const satisfies Record<string, ErrorDefinition>;

/**
 * A code of {@link errorTable}.
 *
 * @example
 * ```ts
 * import type { WebhookErrorCode } from "@clustaar/webhook-core";
 *
 * const code: WebhookErrorCode = "signature_invalid";
 * console.log(code);
 * ```
 */
export type WebhookErrorCode = keyof typeof errorTable;

/**
 * One row of an error table: the HTTP status, the sentence a client reads and the headers that go with it.
 *
 * @example
 * ```ts
 * import type { ErrorDefinition } from "@clustaar/webhook-core/endpoint";
 *
 * const challengeInvalid: ErrorDefinition = { status: 400, title: "The challenge cannot be answered" };
 * console.log(challengeInvalid.status); // 400
 * ```
 */
export interface ErrorDefinition {
  readonly status: number;
  readonly title: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One thing wrong with a payload or an answer; `path` runs from the outermost key inwards.
 *
 * @example
 * ```ts
 * import type { ErrorIssue } from "@clustaar/webhook-core";
 *
 * const issue: ErrorIssue = { path: ["data", "step", "id"], message: "expected a string, got nothing" };
 * console.log(issue.path.join("/")); // "data/step/id"
 * ```
 */
export interface ErrorIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * What may come with an {@link HttpError}.
 *
 * @example
 * ```ts
 * import { HttpError, type HttpErrorOptions } from "@clustaar/webhook-core";
 *
 * const options: HttpErrorOptions = { code: "quota_used_up", headers: { "retry-after": "60" } };
 * console.log(new HttpError(429, "Try again in a minute", options).code); // "quota_used_up"
 * ```
 */
export interface HttpErrorOptions {
  /** A stable name for programs; `http_error` unless set. */
  readonly code?: string;
  /** Whether the client sees the message; true below 500, false from 500 on, unless set. */
  readonly expose?: boolean;
  /** Sent with the answer; names in any case, the content type is always the problem's. */
  readonly headers?: Readonly<Record<string, string>>;
  /** One short sentence for the kind of error; the status's own phrase unless set. */
  readonly title?: string;
  /** What is wrong, place by place; sent as `errors` when the message is exposed. */
  readonly issues?: readonly ErrorIssue[];
  readonly cause?: unknown;
}

/**
 * An error with an HTTP status: throw it in a handler to answer something else than 200.
 *
 * @throws {@link WebhookConfigError} `config_invalid` when `status` is not a whole number from 400 to 599, or a header cannot be sent.
 *
 * @example
 * ```ts
 * import { HttpError } from "@clustaar/webhook-core";
 * import { problemResponse } from "@clustaar/webhook-core/endpoint";
 *
 * const response = problemResponse(new HttpError(404, "No such order"));
 * console.log(response.status); // 404
 * console.log(JSON.parse(String(response.body)).detail); // "No such order"
 * ```
 */
export class HttpError extends Error {
  override readonly name: string = "HttpError";
  readonly status: number;
  readonly code: string;
  readonly expose: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly title: string | undefined;
  readonly issues: readonly ErrorIssue[] | undefined;

  constructor(status: number, message: string, options: HttpErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new WebhookConfigError(
        `HttpError: expected a status from 400 to 599, got ${String(status)}; an answer that is no error is returned, not thrown`,
      );
    }
    this.status = status;
    this.code = options.code ?? "http_error";
    this.expose = options.expose ?? status < 500;
    this.headers = checkedHeaders(options.headers);
    this.title = options.title;
    this.issues = options.issues;
  }
}

function checkedHeaders(headers: HttpErrorOptions["headers"]): Readonly<Record<string, string>> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (!canSend(name, value)) {
      throw new WebhookConfigError(
        `HttpError: header ${JSON.stringify(name)}: expected ${HEADER_RULE}`,
      );
    }
    checked[name.toLowerCase()] = String(value);
  }
  return checked;
}

/**
 * A refusal of the receive path, named by its {@link WebhookErrorCode}; status, title and headers come from {@link errorTable}.
 *
 * @example
 * ```ts
 * import { WebhookError } from "@clustaar/webhook-core";
 *
 * const error = new WebhookError("signature_missing", "expected the header X-Hub-Signature, got none");
 * console.log(error.status); // 401
 * console.log(error.code); // "signature_missing"
 * ```
 */
export class WebhookError extends HttpError {
  override readonly name = "WebhookError";
  declare readonly code: WebhookErrorCode;

  constructor(
    code: WebhookErrorCode,
    detail?: string,
    options: Pick<HttpErrorOptions, "headers" | "issues" | "cause"> = {},
  ) {
    const { status, title, headers }: ErrorDefinition = errorTable[code];
    super(status, detail ?? title, {
      ...options,
      code,
      title,
      headers: options.headers ? { ...headers, ...options.headers } : headers,
    });
  }
}

/**
 * Thrown while something is being built with options that cannot work: an unset key, half a credential pair, an unknown option.
 *
 * @example
 * ```ts
 * import { Webhook, WebhookConfigError } from "@clustaar/webhook-core";
 *
 * try {
 *   new Webhook({ privateKey: "" });
 * } catch (error) {
 *   console.log(error instanceof WebhookConfigError && error.code); // "config_invalid"
 * }
 * ```
 */
export class WebhookConfigError extends TypeError {
  override readonly name = "WebhookConfigError";
  readonly code = "config_invalid";
}
