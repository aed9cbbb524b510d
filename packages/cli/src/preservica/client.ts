import { WebhookConfigError } from "@clustaar/webhook-core";
import {
  PreservicaClient,
  PreservicaError,
  PreservicaUnsubscribeError,
} from "@clustaar/webhook-preservica";
import { RefusedError, UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { interruptible } from "../signals.ts";

/** Where the credentials are, in options that all commands for Preservica share. */
export interface CredentialOptions {
  readonly server?: string;
  readonly username?: string;
  readonly password?: string;
  readonly tenant?: string;
  readonly twoFactorSecret?: string;
  readonly credentials?: string;
}

/**
 * Does work with a client, until it is interrupted.
 *
 * @throws RefusedError where Preservica says no, UsageError where it cannot be asked. No secret stands in either.
 */
export async function withClient<Result>(
  io: Io,
  { credentials, ...given }: CredentialOptions,
  work: (client: PreservicaClient, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  try {
    const client = new PreservicaClient({
      ...given,
      env: io.env,
      ...(credentials === undefined ? {} : { credentialsFile: credentials }),
    });
    return await interruptible(io, (signal) => work(client, signal));
  } catch (error) {
    throw asOurs(error);
  }
}

function asOurs(error: unknown): unknown {
  if (error instanceof WebhookConfigError) return new UsageError(withoutClass(error.message));
  if (error instanceof PreservicaUnsubscribeError) return new RefusedError(error.message);
  if (error instanceof PreservicaError) {
    return error.code === "request_refused"
      ? new RefusedError(error.message)
      : new UsageError(error.message);
  }
  const isAborted = error instanceof Error && error.name === "AbortError";
  return isAborted ? new UsageError("interrupted") : error;
}

/** The library's messages name its classes, which users of the command do not know. */
function withoutClass(message: string): string {
  return message
    .replace(/^PreservicaClient: /, "")
    .replace("pass it as an argument", "give it as an option");
}
