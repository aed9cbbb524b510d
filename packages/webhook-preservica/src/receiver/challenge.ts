import { HttpError, type WebhookRequest, type WebhookResponse } from "@clustaar/webhook-core";
import {
  preservicaChallengeResponse,
  preservicaEventPrefix,
  type SigningKey,
} from "@clustaar/webhook-core/signatures";

/** The longest challenge code that is answered, in characters. */
const LONGEST = 1024;
/** What is invisible, combines or separates: none of it turns a text into another word. */
const unseen = /[\p{C}\p{M}\p{Z}\s]/gu;
const beyondLatin1 = /[\u0100-\uffff]/;

/** The codes of a request that is a challenge, undefined for any other request. */
export function challengeCodes({ query }: WebhookRequest): string[] | undefined {
  const codes = query.getAll("challengeCode");
  return codes.length === 0 ? undefined : codes;
}

/**
 * Answers the challenge to a new subscription.
 *
 * @throws HttpError 400 `challenge_invalid`
 */
export function answerChallenge(
  codes: readonly string[],
  key: SigningKey,
  legacyLatin1: boolean,
): WebhookResponse {
  const [challengeCode = "", ...others] = codes;
  if (others.length > 0) {
    throw challengeInvalid(`expected one challengeCode, got ${codes.length}`);
  }
  if (challengeCode === "") throw challengeInvalid("expected a challengeCode, got an empty one");
  // A code point has at most two units, so a text more than twice as long need not be counted.
  if (challengeCode.length > 2 * LONGEST || [...challengeCode].length > LONGEST) {
    throw challengeInvalid(`expected a challengeCode of at most ${LONGEST} characters, got more`);
  }
  if (legacyLatin1 && beyondLatin1.test(challengeCode)) {
    throw challengeInvalid("expected a challengeCode in latin-1 (characters up to U+00FF)");
  }
  if (couldSignAnEvent(challengeCode)) {
    // Events are signed with the same key over this prefix and the body: the answer would be a valid event signature.
    throw challengeInvalid(
      `expected a challengeCode that does not start with ${preservicaEventPrefix}: its answer would be the signature of an event`,
    );
  }
  const challengeResponse = preservicaChallengeResponse(challengeCode, key, { legacyLatin1 });
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ challengeCode, challengeResponse }),
  };
}

/**
 * Whether a code starts as a signed event does. Only the exact bytes of the prefix are a danger today; other case,
 * full-width letters, leftover percent signs and invisible characters are refused too, because no honest code has them and
 * a proxy on the way may undo them.
 */
export function couldSignAnEvent(challengeCode: string): boolean {
  let text = challengeCode;
  for (let round = 0; round < 4; round++) {
    if (plain(text).startsWith(preservicaEventPrefix)) return true;
    const decoded = percentDecoded(text);
    if (decoded === text) return false;
    text = decoded;
  }
  // Encoded over and over: no honest code is.
  return true;
}

function plain(text: string): string {
  const folded = text.normalize("NFKD").toUpperCase().toLowerCase();
  return folded.replace(unseen, "").replace(/\p{Pd}/gu, "-");
}

/** Decodes what can be decoded, and leaves the rest as it is. */
function percentDecoded(text: string): string {
  const ascii = text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return ascii.replace(/%u00([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function challengeInvalid(detail: string): HttpError {
  return new HttpError(400, detail, {
    code: "challenge_invalid",
    title: "The challenge cannot be answered",
  });
}
