import type { StepReachedResponse } from "@clustaar/webhook-core";
import type { Problem } from "@clustaar/webhook-core/testing";

/** One call of the webhook: what was sent, what came back, and what it means. */
export interface Exchange {
  /** The id of the step that was reached. */
  readonly step: string;
  /** What was sent. */
  readonly request: SentRequest;
  /** What came back. */
  readonly response: ReceivedResponse;
  /** The answer to the step, its texts exactly as they were sent; undefined when there is a `problem`. */
  readonly answer?: StepReachedResponse;
  /** Why there is no answer: the webhook refused, failed, or said something that is not an answer. */
  readonly problem?: Problem;
  /** Limits of the platform that the answer breaks although it can be read, place by place. */
  readonly warnings: readonly AnswerWarning[];
  /** How long the call took. */
  readonly milliseconds: number;
}

/** A request as it was sent. */
export interface SentRequest {
  /** Always `POST`. */
  readonly method: string;
  /** Where it was sent; null: in process. */
  readonly url: string | null;
  /** Its headers by lower-case names; the credentials are left out: `Basic ***`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, exactly: these bytes in UTF-8 are what is signed. */
  readonly body: string;
}

/** An answer as it came. */
export interface ReceivedResponse {
  /** The HTTP status. */
  readonly status: number;
  /** Its headers by lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body: as text, or in base64 where its bytes are not UTF-8. */
  readonly body: string;
  /** True: `body` is base64. */
  readonly base64?: true;
}

/** A limit that an answer breaks. */
export interface AnswerWarning {
  /** Keys and indexes joined by `/`, as in problem answers. */
  readonly path: string;
  /** The limit, and what came. */
  readonly message: string;
}
