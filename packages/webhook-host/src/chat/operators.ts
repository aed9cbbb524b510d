import { kindOf, WebhookConfigError } from "@clustaar/webhook-core/endpoint";
import type { ChatClient, ChatMessage } from "./client.ts";

const ACCOUNT = "account:";

/** @throws WebhookConfigError `config_invalid` for anything but a list of names: a text alone would be read letter by letter. */
export function readOperators(what: string, operators: unknown): readonly string[] {
  const isList =
    Array.isArray(operators) &&
    operators.every((name) => typeof name === "string" && name !== "" && name !== ACCOUNT);
  if (isList) return [...operators];
  throw new WebhookConfigError(
    `${what}: operators: expected a list of nicks or account:NAME, got ${Array.isArray(operators) ? "a list that holds something else" : kindOf(operators)}`,
  );
}

/** Whether the speaker is an operator: by nick, in its exact case, or by account where the server tells it. */
export function isOperator({ operators }: ChatClient, { nick, account }: ChatMessage): boolean {
  return operators.some((operator) =>
    operator.startsWith(ACCOUNT)
      ? account !== undefined && operator.slice(ACCOUNT.length) === account
      : operator === nick,
  );
}
