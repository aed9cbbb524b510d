import { STATUS_CODES } from "node:http";
import { HttpError as CoreHttpError, type HttpErrorOptions } from "@clustaar/webhook-core/endpoint";

/**
 * An answer with an error status, thrown from any depth of a handler. The message is the body, whatever the status; without
 * one the body is the reason phrase of the status. Headers that the handler set before stay.
 *
 * @throws WebhookConfigError `config_invalid` when `status` is not a whole number from 400 to 599, or a header cannot be sent.
 *
 * @example
 * ```ts
 * import { HttpError } from "@clustaar/webhook-host";
 *
 * console.log(new HttpError(400, "Param message is required").message); // "Param message is required"
 * console.log(new HttpError(404).message); // "Not Found"
 * ```
 */
export class HttpError extends CoreHttpError {
  constructor(status: number, message?: string, options: HttpErrorOptions = {}) {
    super(status, message ?? reasonPhrase(status), { expose: true, ...options });
  }
}

/** The reason phrase of a status, or the number itself where it has none. */
export function reasonPhrase(status: number): string {
  return STATUS_CODES[status] ?? String(status);
}
