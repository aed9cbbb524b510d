import { hasBrand } from "./brand.ts";
import { type ErrorDefinition, errorTable, type WebhookErrorCode } from "./error-table.ts";
import { canSend, headerFault } from "./header-fields.ts";

/** Marks an HttpError, whichever copy of this package made it. */
const brand = Symbol.for("@clustaar/webhook-core/http-error");

/** One fault of a payload or an answer; `path` runs from the outermost key inwards. */
export interface ErrorIssue {
  /** Keys and indexes from the outermost inwards; empty: the whole value. */
  readonly path: readonly (string | number)[];
  /** What was expected, and what came. */
  readonly message: string;
}

/** What may come with an {@link HttpError}. */
export interface HttpErrorOptions {
  /** A stable name for programs; default `http_error`. */
  readonly code?: string;
  /** Whether the client sees the message; default: true below 500, false from 500 up. */
  readonly expose?: boolean;
  /** Sent with the answer; names in any case, each text of a list on a line of its own, the content type is always the problem's. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** One short sentence for the kind of error; default: the phrase of the status. */
  readonly title?: string;
  /** What is wrong, place by place; sent as `errors` when the message is exposed. */
  readonly issues?: readonly ErrorIssue[];
  /** What led to this error; for `onError`, never sent. */
  readonly cause?: unknown;
}

/**
 * An error with an HTTP status: throw it in a handler to answer with this status.
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
  /** The HTTP status of the answer, 400 to 599. */
  readonly status: number;
  /** A stable name for programs: one of {@link errorTable}, or your own; default `http_error`. */
  readonly code: string;
  /** Whether the client sees the message and the issues. */
  readonly expose: boolean;
  /** Sent with the answer, by lower-case names. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** One short sentence for the kind of error; undefined: the phrase of the status. */
  readonly title: string | undefined;
  /** What is wrong, place by place; undefined if the message says it all. */
  readonly issues: readonly ErrorIssue[] | undefined;

  constructor(status: number, message: string, options: HttpErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new WebhookConfigError(
        `HttpError: expected a status from 400 to 599, got ${String(status)}; return an answer that is not an error, instead of throwing it`,
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

// Not a member of the class: a unique symbol in its type would make the types of two copies differ.
Object.defineProperty(HttpError.prototype, brand, { value: true });

/**
 * Whether a value is an {@link HttpError}, one made by another copy of this package (ESM beside CommonJS) included, which
 * `instanceof` does not know. Never throws.
 *
 * @example
 * ```ts
 * import { HttpError, isHttpError } from "@clustaar/webhook-core";
 *
 * console.log(isHttpError(new HttpError(404, "No such order"))); // true
 * console.log(isHttpError(new Error("No such order"))); // false
 * ```
 */
export function isHttpError(value: unknown): value is HttpError {
  return hasBrand(value, brand);
}

function checkedHeaders(headers: HttpErrorOptions["headers"]): HttpError["headers"] {
  const checked: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (!canSend(name, value)) {
      throw new WebhookConfigError(
        `HttpError: header ${JSON.stringify(name)}: ${headerFault(name, value)}`,
      );
    }
    checked[name.toLowerCase()] = value;
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
  /** The row of {@link errorTable} that this refusal is. */
  declare readonly code: WebhookErrorCode;

  constructor(
    code: WebhookErrorCode,
    detail?: string,
    options: Pick<HttpErrorOptions, "expose" | "headers" | "issues" | "cause"> = {},
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
  /** Always the same, for programs. */
  readonly code = "config_invalid";
}
