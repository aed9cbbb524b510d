import type { SignatureScheme } from "../signatures/index.ts";
import type { DiagnosedRequest } from "./diagnose.ts";

/** Whether a key is one of Ed25519, whose signatures can be verified, but not searched: nobody else can make one. */
export function isAsymmetric(key: string | Uint8Array): boolean {
  return typeof key === "string" && /^wh[ps]k_/.test(key);
}

/** Which of the keys, from 1, is one of Ed25519 that the signature fits, whatever its age; undefined: none. */
export function fittingAsymmetric(
  scheme: SignatureScheme,
  request: DiagnosedRequest,
  keys: readonly (string | Uint8Array)[],
): number | undefined {
  const at = keys.findIndex((key) => isAsymmetric(key) && fits(scheme, request, key));
  return at === -1 ? undefined : at + 1;
}

function fits(scheme: SignatureScheme, request: DiagnosedRequest, key: string | Uint8Array) {
  try {
    scheme.verify(request, key, { tolerance: Number.MAX_SAFE_INTEGER });
    return true;
  } catch {
    return false;
  }
}
