import type { HeaderReader } from "../endpoint/endpoint.ts";
import type { Ed25519Key } from "./internal/ed25519-key.ts";
import type { HmacKey } from "./internal/hmac-key.ts";

export type { Ed25519Key } from "./internal/ed25519-key.ts";
export type { HmacKey } from "./internal/hmac-key.ts";

/** A key prepared once with a scheme's `prepareKey`: a shared one, or (`standardWebhooks` alone) one of Ed25519. */
export type PreparedKey = HmacKey | Ed25519Key;

/**
 * A key to sign or verify with: text, bytes, or a key prepared once with a scheme's `prepareKey`.
 */
export type SigningKey = string | Uint8Array | PreparedKey;

/**
 * What a signature is checked against: the headers and the raw bytes, such as a `WebhookRequest`.
 */
export interface SignedMessage {
  /** The headers, by case-insensitive name, such as a web `Headers` object. */
  readonly headers: HeaderReader;
  /** The raw bytes, before any parsing. */
  readonly body: Uint8Array;
}

/**
 * What is signed: the body, when it is sent, and the id of the message where the scheme signs one.
 */
export interface SignInput {
  /** Text is signed as its UTF-8 bytes. */
  readonly body: Uint8Array | string;
  /** When the message is sent, in milliseconds since 1970; schemes sign whole seconds of it. */
  readonly timestamp: number;
  /** The id of the message; `standardWebhooks` needs it, the others ignore it. */
  readonly id?: string;
}

/** The clock for verifying a message, and how old it may be. */
export interface VerifyOptions {
  /** The current time, in milliseconds since 1970. Default `Date.now()`. */
  readonly now?: number;
  /**
   * How many seconds a signed time may differ from `now`. Default 300 for `standardWebhooks`, `stripe` and
   * `slack`, as their specifications have it. `clustaar` checks its Date only when a tolerance is given (a `Webhook` does so
   * with `maxAge`). `servo`, `preservica` and `github` sign no time, so there is nothing to check.
   */
  readonly tolerance?: number;
}

/**
 * One way of signing webhooks: functions without state, with the keys and the clock as arguments.
 *
 * Which refusal is which, in every scheme: `signature_missing` when there is no signature to look at;
 * `signature_unsupported` when it names an algorithm or a version that is not the scheme's;
 * `signature_malformed` when it names none, or is not written as the scheme writes it, a repeated header included;
 * `signature_invalid` when it can be read and is not the signature of this message under any of the keys.
 * A timestamp is checked after the signature, so only the holder of a key learns what our clock says.
 */
export interface SignatureScheme<
  Name extends string = string,
  Key extends PreparedKey = PreparedKey,
> {
  /** The name of the scheme, as it is exported. */
  readonly name: Name;
  /**
   * Prepares a key once, so that each message costs only its own hashing.
   *
   * @throws WebhookConfigError `config_invalid` when the key is empty or cannot be read.
   */
  prepareKey(key: SigningKey): Key;
  /**
   * Returns the headers to send with a message, in lower case, including Date if it is signed.
   *
   * @throws WebhookConfigError `config_invalid` when the key is empty or the input lacks what the scheme signs.
   */
  sign(input: SignInput, key: SigningKey): Record<string, string>;
  /**
   * Returns if the message is signed with the key, or with one of several (for rotation); throws otherwise.
   *
   * @throws WebhookError 401 `signature_missing`, `signature_malformed`, `signature_unsupported` or `signature_invalid`;
   * where a time is signed, 400 `date_missing`, `date_invalid`, `request_too_old` or `request_from_future`.
   * @throws WebhookConfigError `config_invalid` when there is no key or an empty one, or an option is unknown or not a number.
   */
  verify(
    message: SignedMessage,
    keys: SigningKey | readonly SigningKey[],
    options?: VerifyOptions,
  ): void;
}
