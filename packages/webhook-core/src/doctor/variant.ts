/** One way a part of the message may have been when it was signed; without a fault it is as it came. */
export interface Variant<T> {
  readonly value: T;
  readonly fault?: Fault;
}

/** What went wrong with one part, and how to fix it. */
export interface Fault {
  readonly cause: DiagnosisCause;
  /** Ends the sentence "The signature fits ...". */
  readonly fits: string;
  readonly remedy: string;
}

/**
 * Every cause that {@link diagnose} names, as words for programs.
 *
 * @example
 * ```ts
 * import { diagnosisCauses } from "@clustaar/webhook-core/doctor";
 *
 * console.log(diagnosisCauses.includes("body_reserialised")); // true
 * ```
 */
export const diagnosisCauses = [
  "none",
  "another_key",
  "clock",
  "signature_missing",
  "key_whitespace",
  "key_quoted",
  "key_encoding",
  "signature_encoding",
  "signature_header",
  "body_trailing_newline",
  "body_line_ends",
  "body_byte_order_mark",
  "body_charset",
  "body_base64",
  "body_compressed",
  "body_reserialised",
  "time_rewritten",
  "time_zone",
  "time_unit",
  "time_missing",
  "time_label",
  "request_parts",
  "another_scheme",
  "unknown",
] as const;

/** The cause of a failed signature, as a word for programs. */
export type DiagnosisCause = (typeof diagnosisCauses)[number];
