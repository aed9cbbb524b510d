import { checkContentEncoding, type WebhookRequest } from "@clustaar/webhook-core/endpoint";
import { HttpError } from "../errors.ts";
import { parseMultipart } from "./multipart.ts";
import { readUrlencoded } from "./urlencoded.ts";

/** A file of a multipart form. */
export interface FormFile {
  /** The name of its field. */
  readonly field: string;
  /** The file's name as the client gave it, without folders; never trust it as a path. */
  readonly name: string;
  /** The media type as the client gave it. */
  readonly type: string;
  /** What it holds. */
  readonly bytes: Uint8Array;
}

/** The fields of a form that was posted (urlencoded or multipart) and, where it has no field of a name, of the query. */
export interface Form {
  /** The first value of a field; undefined when there is none. */
  get(name: string): string | undefined;
  /** Every value of a field, in order. */
  getAll(name: string): readonly string[];
  /** Whether there is a field of this name. */
  has(name: string): boolean;
  /** The names of all fields, each once. */
  names(): readonly string[];
  /** The files of a multipart form. */
  readonly files: readonly FormFile[];
}

/** What a form may hold at most; more is 413. */
export interface FormLimits {
  /** Fields and files; default 1,000. */
  readonly parts?: number;
  /** The bytes of a name; default 200. */
  readonly nameBytes?: number;
  /** The bytes of a value; default: the host's `maxBody`. */
  readonly valueBytes?: number;
  /** The bytes of a file; default: the host's `maxBody`. */
  readonly fileBytes?: number;
}

/** What a form was read from, by field. */
export interface FormParts {
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly FormFile[];
}

const noParts: FormParts = { fields: new Map(), files: [] };
const URLENCODED = /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i;
const MULTIPART = /^\s*multipart\/form-data\s*(?:;|$)/i;

/**
 * Reads the form of a request; undefined when there is none to read before the handler runs.
 *
 * @throws HttpError 400 `form_invalid` when it cannot be read; 413 `form_too_large` past a limit; 415 when it is compressed.
 */
export function readForm(
  request: WebhookRequest,
  limits: Required<FormLimits>,
): FormParts | Promise<FormParts> | undefined {
  // As in the original: the bodies of other methods are the handler's to read.
  if (request.method !== "POST" || request.body.byteLength === 0) return undefined;
  const type = request.headers.get("content-type");
  if (!type) return undefined;
  const isMultipart = MULTIPART.test(type);
  if (!isMultipart && !URLENCODED.test(type)) return undefined;
  checkContentEncoding(request);
  return isMultipart
    ? parseMultipart(type, request.body, limits)
    : readUrlencoded(request.body, limits);
}

/** The form that handlers see. */
export class RequestForm implements Form {
  readonly #parts: FormParts;
  readonly #query: URLSearchParams;

  constructor(parts: FormParts | undefined, query: URLSearchParams) {
    this.#parts = parts ?? noParts;
    this.#query = query;
  }

  get files(): readonly FormFile[] {
    return this.#parts.files;
  }

  get(name: string): string | undefined {
    return this.getAll(name)[0];
  }

  getAll(name: string): readonly string[] {
    return this.#parts.fields.get(name) ?? this.#query.getAll(name);
  }

  has(name: string): boolean {
    return this.#parts.fields.has(name) || this.#query.has(name);
  }

  names(): readonly string[] {
    return [...new Set([...this.#query.keys(), ...this.#parts.fields.keys()])];
  }
}

/** Adds one value to the fields of a form. */
export function addField(fields: Map<string, string[]>, name: string, value: string): void {
  const values = fields.get(name);
  if (values === undefined) fields.set(name, [value]);
  else values.push(value);
}

/** The refusal of a form past a limit. */
export function tooLarge(what: string, most: number, unit: string): HttpError {
  return new HttpError(413, `expected ${what} of at most ${most} ${unit}, got more; send less`, {
    code: "form_too_large",
  });
}
