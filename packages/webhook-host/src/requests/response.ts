import { kindOf, type WebhookResponse } from "@clustaar/webhook-core/endpoint";

/** What a handler may set on its answer besides the body. */
export interface HandlerResponse {
  /** The HTTP status, 200 to 599; default 200, and 204 when the handler returns nothing. */
  status: number;
  /** The headers of the answer. */
  readonly headers: ResponseHeaders;
}

/** The headers of an answer. A line break or another control character in a value becomes a blank, so that no value can start another header. */
export interface ResponseHeaders {
  /** Sets a header, in place of what was set before. */
  set(name: string, value: string): void;
  /** Adds a value, after a comma and a blank; of `set-cookie` each value is sent on a line of its own. */
  append(name: string, value: string): void;
  /** The value of a header that was set; several are joined by a comma and a blank. */
  get(name: string): string | undefined;
  /** Takes a header away. */
  delete(name: string): void;
}

/** The response of one request; `status` stays undefined until it is set. */
export class OpenResponse implements HandlerResponse {
  readonly headers = new Headers();
  #status: number | undefined;

  get status(): number {
    return this.#status ?? 200;
  }

  set status(status: number) {
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new TypeError(
        `response.status: expected a whole number from 200 to 599, got ${typeof status === "number" ? status : kindOf(status)}`,
      );
    }
    this.#status = status;
  }

  /** The status that the handler has set, or else another. */
  statusOr(other: number): number {
    return this.#status ?? other;
  }
}

/** A line break, which is one blank, or another control character that no header may hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /\r\n|[\0-\x08\n-\x1f\x7f]/g;

class Headers implements ResponseHeaders {
  readonly #values = new Map<string, string[]>();

  set(name: string, value: string): void {
    this.delete(name);
    this.append(name, value);
  }

  append(name: string, value: string): void {
    const key = String(name).toLowerCase();
    const line = String(value).replace(CONTROL, " ");
    this.#values.set(key, [...(this.#values.get(key) ?? []), line]);
  }

  get(name: string): string | undefined {
    return this.#values.get(String(name).toLowerCase())?.join(", ");
  }

  delete(name: string): void {
    this.#values.delete(String(name).toLowerCase());
  }

  /** As an answer carries them; names in lower case. */
  toRecord(): WebhookResponse["headers"] {
    const record: WebhookResponse["headers"] = {};
    for (const [name, values] of this.#values) {
      // A cookie may hold a comma, so that several cannot be joined.
      record[name] = name === "set-cookie" && values.length > 1 ? values : values.join(", ");
    }
    return record;
  }
}
