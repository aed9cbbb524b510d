/**
 * Every code of an {@link EmitterError}, with what it means.
 *
 * @example
 * ```ts
 * import { emitterErrorTable } from "@clustaar/webhook-emitter";
 *
 * console.log(emitterErrorTable.store_locked); // "Another process owns the store."
 * ```
 */
export const emitterErrorTable = {
  config_invalid: "An option, a definition or a configuration file cannot work.",
  event_unknown: "No event has this name.",
  input_invalid: "An event's input does not fit its schema.",
  result_invalid: "What a handler returned does not fit the event's schema.",
  cancel_refused: "A handler tried to cancel where nothing can be cancelled any more.",
  handler_unknown: "No handler has this name.",
  not_json: "A value cannot be sent as JSON.",
  body_too_large: "A body is larger than what is sent.",
  store_unavailable: "The store cannot be reached.",
  store_locked: "Another process owns the store.",
  store_invalid:
    "What stands at the store's address is something else, damaged, or of a newer version.",
  tx_unsupported: "The store has no transactions to join.",
  webhook_unknown: "No webhook has this id or name.",
  webhook_changed: "The webhook was changed by somebody else meanwhile.",
  webhook_read_only: "A webhook of a file or of code cannot be changed at run time.",
  webhook_disabled: "The webhook is disabled.",
  verification_failed: "The endpoint did not sign the challenge.",
  delivery_unknown: "No delivery has this id.",
  emitter_closed: "The emitter is closed.",
  request_unknown: "No request of the inbox has this id.",
  inbox_closed: "The inbox is closed.",
} as const;

/** The code of an {@link EmitterError}: programs compare it, and never the message. */
export type EmitterErrorCode = keyof typeof emitterErrorTable;

/** One thing wrong with an input, a result or a configuration; `path` runs from the outermost key inwards. */
export interface EmitterIssue {
  /** Where it is. */
  readonly path: readonly (string | number)[];
  /** What is wrong there. */
  readonly message: string;
}

/**
 * Any refusal of this package, named by its `code`.
 *
 * @example
 * ```ts
 * import { EmitterError } from "@clustaar/webhook-emitter";
 *
 * const error = new EmitterError("event_unknown", 'no event is called "mesure"; did you mean "measure"?');
 * console.log(error.code); // "event_unknown"
 * ```
 */
export class EmitterError extends Error {
  override readonly name: string = "EmitterError";
  /** What went wrong, for programs. */
  readonly code: EmitterErrorCode;
  /** What is wrong, place by place; empty where there is one place only. */
  readonly issues: readonly EmitterIssue[];

  constructor(
    code: EmitterErrorCode,
    message: string,
    options: { readonly issues?: readonly EmitterIssue[]; readonly cause?: unknown } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.issues = options.issues ?? [];
  }
}
