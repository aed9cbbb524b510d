import { Buffer } from "node:buffer";
import type { HeaderReader } from "../endpoint/endpoint.ts";
import type { Recipe } from "./recipes.ts";
import type { Fault, Variant } from "./variant.ts";

/** Digest algorithms by how many bytes they give. */
export const digestOf: ReadonlyMap<number, string> = new Map([
  [20, "sha1"],
  [32, "sha256"],
  [48, "sha384"],
  [64, "sha512"],
]);

/** The signatures that came, read as the scheme does, in the other encoding, and from a relative's header. */
export function* signatureVariants(
  recipe: Recipe,
  headers: HeaderReader,
): Generator<Variant<Uint8Array>> {
  const names = [recipe.header, ...recipe.relatives.filter((name) => name !== recipe.header)];
  for (const name of names) {
    const value = headers.get(name.toLowerCase());
    if (!value) continue;
    for (const text of recipe.signatures(value)) {
      for (const encoding of ["hex", "base64"] as const) {
        const bytes = decode(text, encoding);
        if (bytes === undefined) continue;
        const fault = faultOf(recipe, name, encoding, bytes.byteLength);
        yield fault === undefined ? { value: bytes } : { value: bytes, fault };
      }
    }
  }
}

function decode(text: string, encoding: "hex" | "base64"): Uint8Array | undefined {
  const fits = encoding === "hex" ? /^[0-9a-f]+$/i : /^[A-Za-z0-9+/_-]+={0,2}$/;
  if (!fits.test(text)) return undefined;
  const bytes = Buffer.from(text, encoding);
  return digestOf.has(bytes.byteLength) ? bytes : undefined;
}

function faultOf(
  recipe: Recipe,
  name: string,
  encoding: "hex" | "base64",
  size: number,
): Fault | undefined {
  const digest = digestOf.get(size);
  if (name !== recipe.header) {
    return {
      cause: "signature_header",
      fits: `the header ${name} (HMAC-${shown(digest)})`,
      remedy: `the scheme ${recipe.scheme.name} reads ${recipe.header} (HMAC-${shown(recipe.digest)}): have the sender send that one, or check whether a proxy removes it`,
    };
  }
  if (digest !== recipe.digest) {
    return {
      cause: "signature_header",
      fits: `HMAC-${shown(digest)}`,
      remedy: `${recipe.header} is HMAC-${shown(recipe.digest)} in the scheme ${recipe.scheme.name}: have the sender use that digest`,
    };
  }
  if (encoding !== recipe.encoding) {
    return {
      cause: "signature_encoding",
      fits: `when the header is read as ${encoding}`,
      remedy: `${recipe.header} has to hold the signature in ${recipe.encoding}: have the sender write it so`,
    };
  }
  return undefined;
}

function shown(digest: string | undefined): string {
  return (digest ?? "").replace("sha", "SHA").replace(/^SHA(\d)/, "SHA$1");
}
