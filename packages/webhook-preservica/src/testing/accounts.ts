import { createHash } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Answer } from "./answer.ts";
import type { PlatformSettings } from "./platform-options.ts";

/** Seconds by which the clock of a shared-secret login may be off. */
const TOLERANCE = 300;

/** The simulation's logins and tokens. */
export class Accounts {
  readonly #settings: PlatformSettings;
  /** When each token expires, in epoch milliseconds. */
  readonly #tokens = new Map<string, number>();
  readonly #continuations = new Set<string>();
  /** How many tokens were issued. */
  logins = 0;

  constructor(settings: PlatformSettings) {
    this.#settings = settings;
  }

  takes(token: string | undefined): boolean {
    const end = token === undefined ? undefined : this.#tokens.get(token);
    return end !== undefined && end > this.#settings.now();
  }

  expireAll(): void {
    this.#tokens.clear();
  }

  /** `POST /api/accesstoken/login` */
  logIn(form: URLSearchParams): Answer {
    const { username, password, tenant, twoFactorSecret } = this.#settings;
    const details = form.get("includeUserDetails") === "true";
    const known = form.get("username") === username && form.get("password") === password;
    const rightTenant = form.has("tenant") ? form.get("tenant") === tenant : details;
    if (!known || !rightTenant) return { status: 401, json: { message: "invalid.credentials" } };
    if (twoFactorSecret === "not set up") {
      return { status: 401, json: { message: "needs.2fa.setup" } };
    }
    if (twoFactorSecret === undefined) return this.#token(details ? { tenant } : {});
    const continuationToken = crypto.randomUUID();
    this.#continuations.add(continuationToken);
    return {
      status: 401,
      json: { message: "needs.2fa", continuationToken, ...(details && { tenant }) },
    };
  }

  /** `POST /api/accesstoken/complete-2fa` */
  complete(form: URLSearchParams): Answer {
    const { username, tenant, twoFactorSecret = "", now } = this.#settings;
    const right =
      form.get("username") === username &&
      form.get("tenant") === tenant &&
      this.#continuations.delete(form.get("continuationToken") ?? "") &&
      new TOTP({ secret: Secret.fromBase32(twoFactorSecret) }).validate({
        token: form.get("twoFactorToken") ?? "",
        timestamp: now(),
        window: 1,
      }) !== null;
    return right ? this.#token() : { status: 401, json: { message: "invalid.2fa" } };
  }

  /** `POST /api/accesstoken/acquire-external` */
  acquireExternal(form: URLSearchParams): Answer {
    const { username, tenant, sharedSecret, now } = this.#settings;
    const timestamp = form.get("timestamp") ?? "";
    const hash = createHash("sha1")
      .update(`preservica-external-auth${timestamp}${username}${sharedSecret}`)
      .digest("hex");
    const right =
      sharedSecret !== undefined &&
      /^\d+$/.test(timestamp) &&
      Math.abs(Number(timestamp) - now() / 1000) <= TOLERANCE &&
      form.get("username") === username &&
      form.get("tenant") === tenant &&
      form.get("hash") === hash;
    return right ? this.#token() : { status: 401, json: { message: "invalid.hash" } };
  }

  #token(more: object = {}): Answer {
    const token = crypto.randomUUID();
    const { now, tokenLifetime } = this.#settings;
    this.#tokens.set(token, now() + tokenLifetime * 1000);
    this.logins += 1;
    return { status: 200, json: { success: true, token, validFor: tokenLifetime, ...more } };
  }
}
