import type { HeaderReader } from "../../endpoint.ts";
import { WebhookError } from "../../errors.ts";

const hexPatterns = { 40: /^[0-9a-f]{40}$/i, 64: /^[0-9a-f]{64}$/i } as const;
const labelled = /^([\w-]{1,20})=/;

export interface HexSignatureFormat {
  /** The header's name as the platform documents it. */
  readonly header: string;
  /** What stands before `=`; absent where the header is bare hex. */
  readonly label?: string;
  /** How many hex digits the signature has. */
  readonly digits: 40 | 64;
}

/** Decodes hex digits of either case; undefined when `text` is anything else. */
export function decodeHex(text: string, digits: 40 | 64): Buffer | undefined {
  return hexPatterns[digits].test(text) ? Buffer.from(text, "hex") : undefined;
}

/** Reads a header that holds one hex signature, such as `sha1=<40 hex digits>`. */
export function readHexSignature(headers: HeaderReader, format: HexSignatureFormat): Buffer {
  const { header, label, digits } = format;
  const value = headers.get(header);
  if (value === null || value === undefined || value === "") {
    throw new WebhookError("signature_missing", `${expectation(format)}, got none`);
  }
  let hex = value;
  if (label !== undefined) {
    if (value.startsWith(label) && value.charCodeAt(label.length) === 0x3d) {
      hex = value.slice(label.length + 1);
    } else {
      const other = labelled.exec(value)?.[1];
      if (other !== undefined) {
        throw new WebhookError("signature_unsupported", `${expectation(format)}, got ${other}=`);
      }
    }
  }
  const signature = decodeHex(hex, digits);
  if (signature === undefined) {
    throw new WebhookError(
      "signature_malformed",
      `${expectation(format)}, got something else (${value.length} characters)`,
    );
  }
  return signature;
}

function expectation({ header, label, digits }: HexSignatureFormat): string {
  return `expected the header ${header} as ${label === undefined ? "" : `${label}=`}<${digits} hex digits>`;
}
