import { createHash } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { ResolvedCredentials } from "./credentials.ts";
import { PreservicaError, type PreservicaErrorCode } from "./errors.ts";
import type { Answer, Call, Transport } from "./transport.ts";

/** What a login needs. */
export interface LoginSettings {
  readonly transport: Transport;
  readonly credentials: ResolvedCredentials;
  /** The password is a secret shared with the tenancy, and never travels. */
  readonly useSharedSecret: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What a login gives. */
export interface Login {
  readonly token: string;
  readonly tenant: string | undefined;
}

/** @throws PreservicaError `login_failed`, `two_factor_missing`, `two_factor_not_set_up`, `two_factor_secret_invalid`. */
export function logIn(settings: LoginSettings): Promise<Login> {
  return settings.useSharedSecret ? withSharedSecret(settings) : withPassword(settings);
}

async function withPassword(settings: LoginSettings): Promise<Login> {
  const { transport, credentials } = settings;
  const { username, password, tenant } = credentials;
  const call = form("/api/accesstoken/login", {
    username,
    password,
    ...(tenant === undefined ? { includeUserDetails: "true" } : { tenant }),
  });
  const answer = await transport.send(call);
  const json = jsonOf(answer.text);
  const ownTenant = tenant ?? textOf(json.tenant);
  if (json.message === "needs.2fa") return withSecondFactor(settings, call, json, ownTenant);
  if (json.message === "needs.2fa.setup") {
    throw failed(
      transport,
      call,
      answer,
      "two_factor_not_set_up",
      "this account has to use a second factor and has not set it up; set it up in Preservica first",
    );
  }
  const hint = "check username, password, tenant and server";
  return { token: tokenOf(transport, call, answer, hint), tenant: ownTenant };
}

async function withSecondFactor(
  { transport, credentials, now }: LoginSettings,
  first: Call,
  { continuationToken }: Record<string, unknown>,
  tenant: string | undefined,
): Promise<Login> {
  const { username, twoFactorSecret } = credentials;
  if (twoFactorSecret === undefined) {
    throw transport.error(
      "two_factor_missing",
      first,
      "this account uses a second factor; pass twoFactorSecret, set PRESERVICA_2FA_TOKEN, or write twoFactorToken in the credentials file",
    );
  }
  if (textOf(continuationToken) === undefined) {
    throw transport.error("answer_invalid", first, "expected a continuationToken with needs.2fa");
  }
  const call = form(
    "/api/accesstoken/complete-2fa",
    {
      username,
      continuationToken: String(continuationToken),
      ...(tenant === undefined ? {} : { tenant }),
      twoFactorToken: oneTimePassword(twoFactorSecret, now()),
    },
    ["continuationToken", "twoFactorToken"],
  );
  const answer = await transport.send(call);
  const hint = "it was the one-time password: check twoFactorSecret and this machine's clock";
  return { token: tokenOf(transport, call, answer, hint), tenant };
}

async function withSharedSecret({ transport, credentials, now }: LoginSettings): Promise<Login> {
  const { username, password, tenant = "" } = credentials;
  const timestamp = String(Math.floor(now() / 1000));
  const hash = createHash("sha1")
    .update(`preservica-external-auth${timestamp}${username}${password}`)
    .digest("hex");
  const fields = { username, tenant, timestamp, hash };
  const call = form("/api/accesstoken/acquire-external", fields, ["hash"]);
  const answer = await transport.send(call);
  const hint = "check the shared secret, username, tenant, server and this machine's clock";
  return { token: tokenOf(transport, call, answer, hint), tenant };
}

function oneTimePassword(secret: string, timestamp: number): string {
  try {
    // Preservica shows the key in groups.
    const base32 = secret.replace(/[\s-]/g, "").toUpperCase();
    return new TOTP({ secret: Secret.fromBase32(base32) }).generate({ timestamp });
  } catch {
    // Without the cause: it may quote the secret.
    throw new PreservicaError(
      "two_factor_secret_invalid",
      "twoFactorSecret: expected base32 (A to Z, 2 to 7), got something else; copy it from the user's 2FA setup page, button Reveal Key",
    );
  }
}

function form(path: string, fields: Record<string, string>, secret: string[] = []): Call {
  return {
    method: "POST",
    path,
    headers: {
      Accept: "application/json",
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(fields).toString(),
    secrets: secret.map((name) => fields[name] ?? ""),
  };
}

function tokenOf(transport: Transport, call: Call, answer: Answer, hint: string): string {
  const { status, text } = answer;
  const token = textOf(jsonOf(text).token);
  if (status < 200 || status > 299) {
    throw failed(
      transport,
      call,
      answer,
      "login_failed",
      `the login was refused with ${status}; ${hint}`,
    );
  }
  if (token !== undefined) return token;
  throw transport.error("answer_invalid", call, "expected a token in the answer", answer);
}

function failed(
  transport: Transport,
  call: Call,
  { status, text }: Answer,
  code: PreservicaErrorCode,
  problem: string,
): PreservicaError {
  // The body may hold a token of its own that nobody has seen before.
  const { continuationToken, token } = jsonOf(text);
  const secrets = [...(call.secrets ?? []), textOf(continuationToken) ?? "", textOf(token) ?? ""];
  return transport.error(code, { ...call, secrets }, problem, { status, text });
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === "object" && json !== null) return json as Record<string, unknown>;
  } catch {
    // An error page is not JSON; its status says enough.
  }
  return {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
