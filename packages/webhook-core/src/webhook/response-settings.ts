import { kindOf } from "../endpoint/kind-of.ts";

/** What a handler may set on its answer besides the body. */
export interface ResponseSettings {
  /** The HTTP status, 200 to 599; default 200. */
  status: number;
  /** Headers by their names, in any case; each value is a text in Latin-1 on one line, or a list of them. */
  headers: Record<string, string | string[]>;
}

/** The settings of one answer. Once it is written, setting anything throws: it would be lost. */
export class Settings implements ResponseSettings {
  #status = 200;
  #headers: Record<string, string | string[]> = this.#guarded({});
  #written = false;

  get status(): number {
    return this.#status;
  }

  set status(status: number) {
    this.#requireOpen("status");
    this.#status = status;
  }

  get headers(): Record<string, string | string[]> {
    return this.#headers;
  }

  set headers(headers: Record<string, string | string[]>) {
    this.#requireOpen("headers");
    requireRecord(headers);
    this.#headers = this.#guarded(headers);
  }

  /** Called when the answer is written. */
  close(): void {
    this.#written = true;
  }

  #guarded(headers: Record<string, string | string[]>): Record<string, string | string[]> {
    return new Proxy(headers, {
      // Setting a key ends here, too.
      defineProperty: (target, name, descriptor) => {
        this.#requireOpen(`headers[${JSON.stringify(String(name))}]`);
        return Reflect.defineProperty(target, name, descriptor);
      },
      deleteProperty: (target, name) => {
        this.#requireOpen(`headers[${JSON.stringify(String(name))}]`);
        return Reflect.deleteProperty(target, name);
      },
    });
  }

  #requireOpen(what: string): void {
    if (!this.#written) return;
    throw new Error(
      `response.${what} was set after the answer had been written, and is lost; set it before the handler returns, and await what it depends on`,
    );
  }
}

/** A `Headers` or a `Map` has no keys of its own, so that its headers would be lost. */
function requireRecord(headers: unknown): void {
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) {
    throw new TypeError(`response.headers: expected an object of texts, got ${kindOf(headers)}`);
  }
  if (Symbol.iterator in headers) {
    throw new TypeError(
      "response.headers: expected a plain object of texts, got a Headers or a Map; use Object.fromEntries() on it",
    );
  }
}
