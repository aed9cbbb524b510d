import { Buffer } from "node:buffer";
import type { Exchange } from "@clustaar/testing";
import { type Diagnosis, diagnose } from "@clustaar/webhook-core/doctor";
import { clustaar } from "@clustaar/webhook-core/signatures";
import type { SignatureView } from "./protocol.ts";

/** Refusals that speak of the signature or of the request's age: by their codes, and as other servers say it. */
const codes = /^(?:signature_|date_|request_too_old|request_from_future)/;
const words = /\bsignature\b|\btoo old\b|\bin the future\b/i;

/** What was signed in an exchange, and the outcome. */
export function signatureView(exchange: Exchange, key: string | null): SignatureView {
  const { headers, body } = exchange.request;
  const header = headers["x-hub-signature"] ?? null;
  const isRefused = refusesSignature(exchange);
  if (header === null && !isRefused) {
    return { verdict: "unsigned", signedPrefix: null, header: null, key: null, diagnosis: null };
  }
  return {
    verdict: isRefused ? "refused" : exchange.response.status === 0 ? "unanswered" : "accepted",
    signedPrefix: header === null ? null : `date=${headers.date ?? "None"}\n`,
    header,
    key: header === null ? null : keyName(headers, body, key),
    diagnosis: isRefused ? diagnosisOf(exchange, key) : null,
  };
}

function refusesSignature({ problem }: Exchange): boolean {
  if (problem === undefined || problem.status < 400 || problem.status >= 500) return false;
  if (codes.test(problem.code)) return true;
  return problem.code.startsWith("http_") && words.test(`${problem.title} ${problem.detail ?? ""}`);
}

function keyName(
  headers: Exchange["request"]["headers"],
  body: string,
  key: string | null,
): string {
  if (key === null) return "a key that is not known here";
  const { fits } = examine(headers, body, key, null);
  return fits ? "the key of the settings" : "another key, or another text";
}

function diagnosisOf({ request, problem }: Exchange, key: string | null): Diagnosis {
  const { headers, body } = request;
  if (key === null) {
    return {
      fits: false,
      cause: "signature_missing",
      message:
        "The request is not signed, and the webhook asks for a signature: give its key with --key, or in CLUSTAAR_PRIVATE_KEY.",
    };
  }
  const found = examine(headers, body, key, 10);
  if (!found.fits || found.cause !== "none") return found;
  return {
    fits: false,
    cause: "another_key",
    message: `The signature fits the key that requests are signed with here, but the webhook answered ${problem?.code}: it verifies with another key; give that one with --key, or in CLUSTAAR_PRIVATE_KEY.`,
  };
}

function examine(
  headers: Readonly<Record<string, string>>,
  body: string,
  key: string,
  tolerance: number | null,
): Diagnosis {
  return diagnose(
    { headers: new Headers(headers), body: Buffer.from(body) },
    { scheme: clustaar, keys: key, tolerance },
  );
}
