/** Why a call to Preservica failed; stable, for programs. */
export type PreservicaErrorCode =
  /** Preservica refused with a status; `status` and `body` say which and why. */
  | "request_refused"
  /** The connection could not be made, or broke. */
  | "connection_failed"
  /** No answer within the client's `timeout`. */
  | "request_timeout"
  /** An unexpected answer. */
  | "answer_invalid"
  /** The credentials are not accepted. */
  | "login_failed"
  /** The account needs a second factor, and there is no key to make it from. */
  | "two_factor_missing"
  /** The account has to set up its second factor first. */
  | "two_factor_not_set_up"
  /** The secret of the second factor is not base32. */
  | "two_factor_secret_invalid"
  /** The user may not administer webhooks. */
  | "role_missing"
  /** `unsubscribeAll` could not remove every subscription. */
  | "subscriptions_remain";

/** What comes with a {@link PreservicaError}. */
export interface PreservicaErrorOptions {
  /** The HTTP status, when there was an answer. */
  readonly status?: number | undefined;
  /** The URL that was called, with secrets masked. */
  readonly url?: string | undefined;
  /** The beginning of the answer's body, with secrets masked. */
  readonly body?: string | undefined;
  /** The underlying error. */
  readonly cause?: unknown;
}

/**
 * A call to Preservica that failed. It contains no secret: passwords, tokens and keys are masked in all of its texts.
 *
 * @example
 * ```ts
 * import { PreservicaClient, PreservicaError } from "@clustaar/webhook-preservica";
 *
 * const preservica = new PreservicaClient({
 *   server: "eu.preservica.com",
 *   username: "test@example.com",
 *   password: "s3cret",
 *   tenant: "EXAMPLE",
 *   fetch: async () => new Response("no such user", { status: 401 }),
 * });
 * const error = await preservica.token().catch((error: unknown) => error);
 * console.log(error instanceof PreservicaError && [error.code, error.status, error.body]);
 * // => ["login_failed", 401, "no such user"]
 * ```
 */
export class PreservicaError extends Error {
  override readonly name: string = "PreservicaError";
  /** Why the call failed; stable, for programs. */
  readonly code: PreservicaErrorCode;
  /** The HTTP status, when there was an answer. */
  readonly status: number | undefined;
  /** The URL that was called, with secrets masked. */
  readonly url: string | undefined;
  /** The beginning of the answer's body, with secrets masked. */
  readonly body: string | undefined;

  constructor(code: PreservicaErrorCode, message: string, options: PreservicaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.url = options.url;
    this.body = options.body;
  }
}

/**
 * The user has none of the roles that webhooks need; apart from asking for the roles, nothing was sent.
 *
 * @example
 * ```ts
 * import { PreservicaRoleError } from "@clustaar/webhook-preservica";
 *
 * console.log(new PreservicaRoleError(["ROLE_SDB_USER"]).message);
 * // => "expected a user with one of ROLE_SDB_MANAGER_USER, ..., got ROLE_SDB_USER; ..."
 * ```
 */
export class PreservicaRoleError extends PreservicaError {
  override readonly name = "PreservicaRoleError";
  /** The roles that the user has. */
  readonly roles: readonly string[];

  constructor(roles: readonly string[], options: PreservicaErrorOptions = {}) {
    super(
      "role_missing",
      `expected a user with one of ${managerRoles.join(", ")}, got ${roles.join(", ") || "no role"}; ask an administrator of the tenancy for it`,
      options,
    );
    this.roles = roles;
  }
}

/** Any one of them may administer webhooks. */
export const managerRoles: readonly string[] = [
  "ROLE_SDB_MANAGER_USER",
  "ROLE_SDB_CONFIG_MANAGER_USER",
  "ROLE_SDB_ADMIN_USER",
];

/**
 * `unsubscribeAll` went through every subscription, and some remain; `errors` says why, in the order of `remaining`.
 *
 * @example
 * ```ts
 * import { PreservicaUnsubscribeError } from "@clustaar/webhook-preservica";
 *
 * const error = new PreservicaUnsubscribeError({ removed: ["1"], remaining: ["2"], errors: [new Error("in use")] });
 * console.log(error.message); // "1 of 2 subscriptions remain: 2 (in use)"
 * ```
 */
export class PreservicaUnsubscribeError extends PreservicaError {
  override readonly name = "PreservicaUnsubscribeError";
  /** The ids that are gone. */
  readonly removed: readonly string[];
  /** The ids that are still subscribed. */
  readonly remaining: readonly string[];
  /** Why they remain, in the order of `remaining`. */
  readonly errors: readonly unknown[];

  constructor(outcome: { removed: string[]; remaining: string[]; errors: unknown[] }) {
    const { removed, remaining, errors } = outcome;
    const reasons = errors.map((error) => (error instanceof Error ? error.message : String(error)));
    const told = remaining.map(
      (id, index) => `${id}${reasons[index] ? ` (${reasons[index]})` : ""}`,
    );
    super(
      "subscriptions_remain",
      `${remaining.length} of ${removed.length + remaining.length} subscriptions remain: ${told.join(", ")}`,
      { cause: errors[0] },
    );
    this.removed = removed;
    this.remaining = remaining;
    this.errors = errors;
  }
}
