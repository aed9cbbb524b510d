import type { HeaderReader } from "../../endpoint/endpoint.ts";
import { WebhookError } from "../../endpoint/errors.ts";
import { decodeHex } from "./hex.ts";

const labelled = /^([\w-]{1,20})=/;

export interface HexSignatureFormat {
  /** The header's name as the platform documents it, for people to read. */
  readonly header: string;
  /** The same in lower case, which is the cheapest to look up. */
  readonly key: string;
  /** What precedes `=`; absent where the header is bare hex. */
  readonly label?: string;
  /** How many bytes the signature has. */
  readonly size: number;
}

/** Reads a header that holds one hex signature, such as `sha1=<40 hex digits>`. */
export function readHexSignature(headers: HeaderReader, format: HexSignatureFormat): Uint8Array {
  const { key, label, size } = format;
  const value = headers.get(key);
  if (value === null || value === undefined || value === "") {
    throw new WebhookError(
      "signature_missing",
      `${expectation(format)}, got none; does the sender have the key?`,
    );
  }
  const start = label === undefined ? 0 : label.length + 1;
  const asLabelled = label === undefined || value.startsWith(`${label}=`);
  const signature = asLabelled ? decodeHex(value, start, size) : undefined;
  if (signature === undefined) {
    const other = asLabelled ? undefined : labelled.exec(value)?.[1];
    if (other !== undefined) {
      throw new WebhookError("signature_unsupported", `${expectation(format)}, got ${other}=`);
    }
    throw new WebhookError(
      "signature_malformed",
      `${expectation(format)}, got something else (${value.length} characters)`,
    );
  }
  return signature;
}

function expectation({ header, label, size }: HexSignatureFormat): string {
  return `expected the header ${header} as ${label === undefined ? "" : `${label}=`}<${size * 2} hex digits>`;
}
