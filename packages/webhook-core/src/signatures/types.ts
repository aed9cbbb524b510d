import type { HeaderReader } from "../endpoint/endpoint.ts";
import type { HmacKey } from "./internal/hmac-key.ts";

export type { HmacKey } from "./internal/hmac-key.ts";

/**
 * A key to sign or verify with: text, bytes, or a key prepared once with a scheme's `prepareKey`.
 *
 * @example
 * ```ts
 * import { clustaar, type SigningKey } from "@clustaar/webhook-core/signatures";
 *
 * const keys: SigningKey[] = ["s3cr3t", new Uint8Array([1, 2, 3]), clustaar.prepareKey("old s3cr3t")];
 * console.log(keys.length); // 3
 * ```
 */
export type SigningKey = string | Uint8Array | HmacKey;

/**
 * What a signature is checked on: the headers and the raw bytes; a `WebhookRequest` fits.
 *
 * @example
 * ```ts
 * import type { SignedMessage } from "@clustaar/webhook-core/signatures";
 *
 * const message: SignedMessage = {
 *   headers: new Headers({ "x-servo-signature": "7876c938d38e99b954b3d839c7bafb343d29e776" }),
 *   body: new TextEncoder().encode("{}"),
 * };
 * console.log(message.body.byteLength); // 2
 * ```
 */
export interface SignedMessage {
  readonly headers: HeaderReader;
  /** The raw bytes, before any parsing. */
  readonly body: Uint8Array;
}

/**
 * What is signed: the body, when it is sent, and the id of the message where the scheme signs one.
 *
 * @example
 * ```ts
 * import type { SignInput } from "@clustaar/webhook-core/signatures";
 *
 * const input: SignInput = { body: "{}", timestamp: Date.UTC(2026, 10, 22, 10), id: "msg_1" };
 * console.log(input.timestamp); // 1795341600000
 * ```
 */
export interface SignInput {
  /** Text is signed as its UTF-8 bytes. */
  readonly body: Uint8Array | string;
  /** When the message is sent, in milliseconds since 1970; schemes sign whole seconds of it. */
  readonly timestamp: number;
  /** The id of the message; `standardWebhooks` needs it, the others ignore it. */
  readonly id?: string;
}

/**
 * How strictly a signature is checked.
 *
 * @example
 * ```ts
 * import { slack, type VerifyOptions } from "@clustaar/webhook-core/signatures";
 *
 * const options: VerifyOptions = { tolerance: 60 };
 * const body = new TextEncoder().encode("{}");
 * const headers = new Headers(slack.sign({ body, timestamp: 0 }, "s3cr3t"));
 * slack.verify({ headers, body }, ["s3cr3t"], 59_000, options);
 * console.log("taken");
 * ```
 */
export interface VerifyOptions {
  /**
   * How far a signed timestamp may be from now, in seconds, either side.
   * `standardWebhooks`, `stripe` and `slack` hold it at 300 when it is left out, as their specifications do;
   * `clustaar` checks its Date only when it is given (a `Webhook` does that by `maxAge`);
   * `servo`, `preservica` and `github` sign no time, so there is nothing to hold it against.
   */
  readonly tolerance?: number;
}

/**
 * One way of signing webhooks: pure functions, with the keys and the clock as arguments.
 *
 * Which refusal is which, in every scheme: `signature_missing` when there is no signature to look at;
 * `signature_unsupported` when it names an algorithm or a version that is not the scheme's;
 * `signature_malformed` when it names none, or is not written as the scheme writes it, a repeated header included;
 * `signature_invalid` when it can be read and is not the signature of this message under any of the keys.
 * A timestamp is held against the clock after the signature, so only who holds a key learns what our clock says.
 *
 * @example
 * ```ts
 * import { clustaar, type SignatureScheme } from "@clustaar/webhook-core/signatures";
 *
 * const scheme: SignatureScheme = clustaar;
 * const body = new TextEncoder().encode("{}");
 * const headers = new Headers(scheme.sign({ body, timestamp: Date.UTC(2026, 10, 22, 10) }, "test"));
 * console.log(headers.get("x-hub-signature")); // "sha1=7b795193ec8e679fecf7c90c6b4c29763b340ee5"
 * scheme.verify({ headers, body }, ["new key", "test"], Date.now());
 * ```
 */
export interface SignatureScheme<Name extends string = string> {
  readonly name: Name;
  /**
   * Prepares a key once, so that each message costs only its own hashing.
   *
   * @throws WebhookConfigError `config_invalid` when the key is empty or cannot be read.
   */
  prepareKey(key: SigningKey): HmacKey;
  /**
   * Gives the headers to send with a message, in lower case, Date included where it is signed.
   *
   * @throws WebhookConfigError `config_invalid` when the key is empty or the input lacks what the scheme signs.
   */
  sign(input: SignInput, key: SigningKey): Record<string, string>;
  /**
   * Returns when the message is signed under one of `keys`; `now` is in milliseconds since 1970.
   *
   * @throws WebhookError 401 `signature_missing`, `signature_malformed`, `signature_unsupported` or `signature_invalid`;
   * where a time is signed, 400 `date_missing`, `date_invalid`, `request_too_old` or `request_from_future`.
   * @throws WebhookConfigError `config_invalid` when there is no key, an empty one, or a tolerance that is not a number of seconds.
   */
  verify(
    message: SignedMessage,
    keys: readonly SigningKey[],
    now: number,
    options?: VerifyOptions,
  ): void;
}
