import { checkOptions } from "@clustaar/webhook-core/endpoint";
import { checkFunction, checkNumber } from "../internal/options.ts";

/**
 * How a simulated Preservica server is; every one of them is optional.
 *
 * @example
 * ```ts
 * import { type SimulatedPreservicaOptions, simulatePreservica } from "@clustaar/webhook-preservica/testing";
 *
 * const options: SimulatedPreservicaOptions = { roles: ["ROLE_SDB_USER"], tokenLifetime: 60 };
 * const platform = await simulatePreservica(options);
 * console.log(platform.credentials.tenant); // "EXAMPLE"
 * await platform.close();
 * ```
 */
export interface SimulatedPreservicaOptions {
  /** The one user; `test@example.com` unless set. */
  readonly username?: string;
  readonly password?: string;
  readonly tenant?: string;
  /** The user's roles; `ROLE_SDB_MANAGER_USER` unless set. */
  readonly roles?: readonly string[];
  /** Has every login ask for a second factor: this base32 key, or `"not set up"`. */
  readonly twoFactorSecret?: string;
  /** Takes logins with this shared secret too. */
  readonly sharedSecret?: string;
  /** Seconds a token is taken; 900 unless set. */
  readonly tokenLifetime?: number;
  /** JPEG bytes by the reference of their asset; one small picture for every reference unless set. */
  readonly thumbnails?: Readonly<Record<string, Uint8Array>>;
  /** Makes the challenge codes; random UUIDs unless set. */
  readonly challengeCode?: () => string;
  /** Epoch milliseconds; `Date.now` unless set. */
  readonly now?: () => number;
}

/** The options with their defaults. */
export type PlatformSettings = Required<
  Omit<SimulatedPreservicaOptions, "twoFactorSecret" | "sharedSecret" | "thumbnails">
> &
  Pick<SimulatedPreservicaOptions, "twoFactorSecret" | "sharedSecret" | "thumbnails">;

/** @throws WebhookConfigError `config_invalid` */
export function platformSettings(options: SimulatedPreservicaOptions): PlatformSettings {
  const what = "simulatePreservica";
  checkOptions(what, options, [
    "username",
    "password",
    "tenant",
    "roles",
    "twoFactorSecret",
    "sharedSecret",
    "tokenLifetime",
    "thumbnails",
    "challengeCode",
    "now",
  ]);
  const settings = {
    username: "test@example.com",
    password: "pa55w0rd of the simulation",
    tenant: "EXAMPLE",
    roles: ["ROLE_SDB_MANAGER_USER"],
    tokenLifetime: 900,
    challengeCode: () => crypto.randomUUID(),
    now: Date.now,
    ...options,
  };
  checkNumber(`${what}: tokenLifetime`, settings.tokenLifetime, 0, "seconds");
  checkFunction(`${what}: challengeCode`, settings.challengeCode);
  checkFunction(`${what}: now`, settings.now);
  return settings;
}
