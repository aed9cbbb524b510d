import {
  checkFunction,
  checkNumber,
  checkOptions,
  checkTimer,
  kindOf,
  WebhookConfigError,
} from "@clustaar/webhook-core/endpoint";

/** How a simulated Preservica server behaves; every option may be left out. */
export interface SimulatedPreservicaOptions {
  /** Where the server listens on 127.0.0.1; default 0, a free port. */
  readonly port?: number;
  /** The name of the one user; default `test@example.com`. */
  readonly username?: string;
  /** The user's password. */
  readonly password?: string;
  /** The user's tenancy; default `EXAMPLE`. */
  readonly tenant?: string;
  /** The user's roles; default `["ROLE_SDB_MANAGER_USER"]`. */
  readonly roles?: readonly string[];
  /** Makes every login ask for a second factor: its base32 key, or `"not set up"`. */
  readonly twoFactorSecret?: string;
  /** Accepts logins with this shared secret, too. */
  readonly sharedSecret?: string;
  /** Seconds until a token expires; default 900. */
  readonly tokenLifetime?: number;
  /** JPEG bytes by the reference of their entity; by default every reference has one small picture. */
  readonly thumbnails?: Readonly<Record<string, Uint8Array>>;
  /** Makes the challenge codes; by default random UUIDs. */
  readonly challengeCode?: () => string;
  /** Milliseconds to wait for a receiver's answer; default 30,000. */
  readonly timeout?: number;
  /** The current time in epoch milliseconds; default `Date.now`. */
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
    "port",
    "username",
    "password",
    "tenant",
    "roles",
    "twoFactorSecret",
    "sharedSecret",
    "tokenLifetime",
    "thumbnails",
    "challengeCode",
    "timeout",
    "now",
  ]);
  const settings = {
    port: 0,
    username: "test@example.com",
    password: "pa55w0rd of the simulation",
    tenant: "EXAMPLE",
    roles: ["ROLE_SDB_MANAGER_USER"],
    tokenLifetime: 900,
    challengeCode: () => crypto.randomUUID(),
    timeout: 30_000,
    now: Date.now,
    ...options,
  };
  checkPort(`${what}: port`, settings.port);
  checkTimer(`${what}: timeout`, settings.timeout, 1);
  checkNumber(`${what}: tokenLifetime`, settings.tokenLifetime, 0, "seconds");
  checkFunction(`${what}: challengeCode`, settings.challengeCode);
  checkFunction(`${what}: now`, settings.now);
  return settings;
}

function checkPort(what: string, port: unknown): void {
  if (Number.isInteger(port) && Number(port) >= 0 && Number(port) <= 65_535) return;
  const came = typeof port === "number" ? String(port) : kindOf(port);
  throw new WebhookConfigError(
    `${what}: expected a whole number from 0 to 65535, got ${came}; 0 is a free port`,
  );
}
