import { Buffer } from "node:buffer";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { standardWebhooksChallengeResponse } from "@clustaar/webhook-core/signatures";
import { isAsymmetric, secretBytes } from "./secrets.ts";

/** The event that asks an endpoint to prove that it knows the secret. */
export const PING = "webhook.ping";

/** A new challenge. */
export function newChallenge(): string {
  return randomBytes(24).toString("base64url");
}

/** What an endpoint answers to a challenge that was signed with this secret, or with the private key of this public one. */
export function challengeResponse(challenge: string, secret: string): string {
  const key = isAsymmetric(secret) ? secret : secretBytes(secret);
  return standardWebhooksChallengeResponse(challenge, key);
}

/** Whether an answer is right, in constant time. */
export function isChallengeResponse(answer: unknown, challenge: string, secret: string): boolean {
  if (typeof answer !== "string") return false;
  const expected = Buffer.from(challengeResponse(challenge, secret), "utf8");
  const given = Buffer.from(answer, "utf8");
  return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
}
