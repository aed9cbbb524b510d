import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { WebhookConfigError } from "../endpoint/errors.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { checkOptions } from "../endpoint/option-checks.ts";
import { type BasicCredentials, basicAuth } from "../signatures/guards/index.ts";
import { secretMatcher } from "../signatures/guards/internal/secret-matcher.ts";
import { AskedSecret, askInTime, readSecret } from "./asked-secret.ts";
import type { Development } from "./development.ts";
import type { WebhookOptions } from "./options.ts";

/**
 * Checks the basic credentials of a request.
 *
 * @throws WebhookError 401 `credentials_missing` or `credentials_invalid`; 500 `secret_unavailable` when a function fails.
 */
export type CredentialsGuard = (
  request: WebhookRequest,
  exchange: Pick<EndpointContext, "report">,
) => void | Promise<void>;

/**
 * Reads the option `auth`; null where no credentials are asked for.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function credentialsGuard(
  auth: WebhookOptions["auth"],
  development: Development | null,
): CredentialsGuard | null {
  if (auth === undefined || auth === null) return null;
  if (typeof auth === "function") return askingGuard(auth, development);
  const halves = ["username", "password"] as const;
  checkOptions("Webhook: auth", auth, halves, halves);
  // Types allow half a pair, since environment variables may be unset.
  for (const half of halves) if (!auth[half]) throw halfPair(half, auth[half]);
  return basicAuth(auth as BasicCredentials);
}

function halfPair(half: string, came: unknown): WebhookConfigError {
  return new WebhookConfigError(
    `Webhook: auth: expected a username and a password, got ${kindOf(came)} for the ${half}; is an environment variable not set? Leave auth out to ask for no credentials`,
  );
}

/**
 * A function may decide about the credentials it is called with (true or false), or give the pair that is let in. One that
 * takes nothing can only give the same pair to everybody, so that pair is kept.
 */
function askingGuard(
  ask: (credentials: BasicCredentials) => unknown,
  development: Development | null,
): CredentialsGuard {
  const secret = new AskedSecret<Matcher>("auth", ask as () => unknown, pairMatcher);

  async function isLetIn(
    credentials: BasicCredentials,
    { report }: Pick<EndpointContext, "report">,
  ): Promise<boolean> {
    const known = secret.kept;
    if (known !== undefined) {
      if (known(credentials)) return true;
      const others = await secret.after(known, report);
      return others?.(credentials) ?? false;
    }
    const answer = await askInTime("auth", () => ask(credentials));
    // Only true lets in: a check that answers something else by mistake must not.
    if (!isPair(answer)) {
      if (typeof answer !== "boolean") development?.decidedNothing(answer);
      return answer === true;
    }
    const matches = readSecret("auth", answer, pairMatcher);
    if (ask.length === 0) secret.keep(matches);
    return matches(credentials);
  }

  return (request, exchange) => basicAuth((credentials) => isLetIn(credentials, exchange))(request);
}

/** Compares credentials with a pair, in constant time. */
type Matcher = (credentials: BasicCredentials) => boolean;

function isPair(answer: unknown): answer is object {
  return (
    typeof answer === "object" && answer !== null && ("username" in answer || "password" in answer)
  );
}

/** @throws WebhookConfigError when the pair is not one. */
function pairMatcher(given: unknown): Matcher {
  const pair = given as BasicCredentials; // `basicAuth` refuses anything else
  basicAuth(pair);
  // A name holds no colon, so equal texts mean an equal name and password.
  const matches = secretMatcher(`${pair.username}:${pair.password}`);
  return ({ username, password }) => matches(`${username}:${password}`);
}
