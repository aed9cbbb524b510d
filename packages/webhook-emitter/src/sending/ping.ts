import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { secretBytes } from "./secrets.ts";

/** The event that asks an endpoint to prove that it knows the secret. */
export const PING = "webhook.ping";

/** A new challenge. */
export function newChallenge(): string {
  return randomBytes(24).toString("base64url");
}

/** What an endpoint answers to a challenge: the HMAC-SHA256 of `webhook.ping.` and the challenge, in hexadecimal. */
export function challengeResponse(challenge: string, secret: string): string {
  return createHmac("sha256", secretBytes(secret)).update(`${PING}.${challenge}`).digest("hex");
}

/** Whether an answer is right, in constant time. */
export function isChallengeResponse(answer: unknown, challenge: string, secret: string): boolean {
  if (typeof answer !== "string") return false;
  const expected = Buffer.from(challengeResponse(challenge, secret), "utf8");
  const given = Buffer.from(answer, "utf8");
  return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
}
