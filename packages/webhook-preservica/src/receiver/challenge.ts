import { HttpError, type WebhookRequest, type WebhookResponse } from "@clustaar/webhook-core";
import {
  preservicaChallengeResponse,
  preservicaEventPrefix,
  type SigningKey,
} from "@clustaar/webhook-core/signatures";

/** Characters of a challenge code that are taken at most. */
const LONGEST = 1024;
/** What cannot be seen, combines or separates: none of it makes another word of a text. */
const unseen = /[\p{C}\p{M}\p{Z}\s]/gu;
const beyondLatin1 = /[\u0100-\uffff]/;

/** The codes of a request that is a challenge, or nothing when it is none. */
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
  // No code point takes more than two units, so a far longer text needs no counting.
  if (challengeCode.length > 2 * LONGEST || [...challengeCode].length > LONGEST) {
    throw challengeInvalid(`expected a challengeCode of at most ${LONGEST} characters, got more`);
  }
  if (legacyLatin1 && beyondLatin1.test(challengeCode)) {
    throw challengeInvalid("expected a challengeCode in latin-1 (characters up to U+00FF)");
  }
  if (couldSignAnEvent(challengeCode)) {
    // Events are signed with the same key over this prefix and the body: the answer would be a valid event signature.
    throw challengeInvalid(
      `expected a challengeCode that does not begin with ${preservicaEventPrefix}: its answer would be the signature of an event`,
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
 * Whether a code begins as a signed event does. Only the very bytes of the prefix are a danger today; another case,
 * full-width letters, percent signs left over or characters nobody sees are refused too, since no honest code has them
 * and some proxy on the way may undo them.
 */
export function couldSignAnEvent(challengeCode: string): boolean {
  let text = challengeCode;
  for (let round = 0; round < 4; round++) {
    if (plain(text).startsWith(preservicaEventPrefix)) return true;
    const decoded = percentDecoded(text);
    if (decoded === text) return false;
    text = decoded;
  }
  // Encoded over and over: nobody honest does that.
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
