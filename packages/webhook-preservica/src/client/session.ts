import { orAborted } from "./abort.ts";
import { managerRoles, PreservicaError, PreservicaRoleError } from "./errors.ts";
import { type LoginSettings, logIn } from "./login.ts";
import type { Answer, Call, Transport } from "./transport.ts";

/** Tokens that errors still mask after they were replaced. */
const REMEMBERED = 4;

/** Milliseconds for which a refused login is not tried again: accounts are locked after a few. */
const REFUSED_FOR = 10_000;

/** Keeps the access token: one login for all who ask at the same time, a new one when the server no longer takes it. */
export class Session {
  readonly #transport: Transport;
  readonly #login: LoginSettings;
  readonly #tokens: string[] = [];
  #tenant: string | undefined;
  #token: string | undefined;
  #pending: Promise<string> | undefined;
  #managerToken: string | undefined;
  #refused: { error: PreservicaError; until: number } | undefined;

  constructor(login: LoginSettings) {
    this.#login = login;
    this.#transport = login.transport;
    this.#tenant = login.credentials.tenant;
  }

  /** The tokens that no error may show. */
  get tokens(): readonly string[] {
    return this.#tokens;
  }

  async token(signal: AbortSignal | undefined): Promise<string> {
    signal?.throwIfAborted();
    if (this.#token !== undefined) return this.#token;
    if (this.#refused !== undefined && this.#login.now() < this.#refused.until) {
      throw this.#refused.error;
    }
    this.#pending ??= this.#renew();
    // The login goes on for the others when one of them gives up.
    return orAborted(this.#pending, signal);
  }

  /** Sends a call with the token; a token that is refused is renewed once. */
  async send(call: Call): Promise<Answer> {
    const token = await this.token(call.signal);
    const answer = await this.#transport.send(withToken(call, token));
    if (answer.status !== 401) return answer;
    return this.#transport.send(withToken(call, await this.#otherThan(token, call.signal)));
  }

  /** Like `send`, with the body yet to be read. */
  async open(call: Call): Promise<Response> {
    const token = await this.token(call.signal);
    const response = await this.#transport.open(withToken(call, token));
    if (response.status !== 401) return response;
    await response.body?.cancel();
    return this.#transport.open(withToken(call, await this.#otherThan(token, call.signal)));
  }

  /**
   * Requires a role that may administer webhooks; asked once a token.
   *
   * @throws PreservicaRoleError
   */
  async requireManager(signal: AbortSignal | undefined): Promise<void> {
    const token = await this.token(signal);
    if (this.#managerToken === token) return;
    const call: Call = {
      method: "GET",
      path: "/api/user/details",
      headers: { Accept: "application/json" },
      signal,
    };
    const answer = await this.send(call);
    if (answer.status !== 200) throw this.#transport.refusal(call, answer);
    const roles = rolesOf(answer.text);
    if (roles === undefined) {
      throw this.#transport.error("answer_invalid", call, "expected a list of roles", answer);
    }
    if (!roles.some((role) => managerRoles.includes(role))) {
      throw new PreservicaRoleError(roles, { status: answer.status, url: answer.url });
    }
    this.#managerToken = this.#token;
  }

  /** A token that was refused is replaced, unless somebody else has done that by now. */
  #otherThan(refused: string, signal: AbortSignal | undefined): Promise<string> {
    if (this.#token === refused) this.#token = undefined;
    return this.token(signal);
  }

  async #renew(): Promise<string> {
    try {
      const credentials = { ...this.#login.credentials, tenant: this.#tenant };
      const { token, tenant } = await logIn({ ...this.#login, credentials });
      this.#tenant = tenant;
      this.#tokens.unshift(token);
      this.#tokens.length = Math.min(this.#tokens.length, REMEMBERED);
      this.#token = token;
      return token;
    } catch (error) {
      if (isRefusal(error)) this.#refused = { error, until: this.#login.now() + REFUSED_FOR };
      throw error;
    } finally {
      this.#pending = undefined;
    }
  }
}

/** The credentials were refused; what a server that is down answers says nothing about them. */
function isRefusal(error: unknown): error is PreservicaError {
  if (!(error instanceof PreservicaError) || error.code !== "login_failed") return false;
  return error.status !== undefined && error.status >= 400 && error.status < 500;
}

function withToken(call: Call, token: string): Call {
  return {
    ...call,
    headers: { ...call.headers, "Preservica-Access-Token": token },
    secrets: [...(call.secrets ?? []), token],
  };
}

function rolesOf(text: string): string[] | undefined {
  try {
    const { roles } = JSON.parse(text) as { roles?: unknown };
    if (Array.isArray(roles)) return roles.filter((role) => typeof role === "string");
  } catch {
    // Told by the caller, with the answer.
  }
  return undefined;
}
