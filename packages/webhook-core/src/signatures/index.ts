// Proofs of who sent a request: signature schemes, basic authentication, dates.
export { clustaar } from "./clustaar.ts";
export { github } from "./github.ts";
export * from "./guards/index.ts";
export {
  preservica,
  preservicaChallengeResponse,
  preservicaEventPrefix,
  preservicaLatin1,
} from "./preservica.ts";
export { servo } from "./servo.ts";
export { slack } from "./slack.ts";
export { standardWebhooks } from "./standard-webhooks.ts";
export { standardWebhooksChallengeResponse } from "./standard-webhooks-challenge.ts";
export { stripe } from "./stripe.ts";
export type {
  Ed25519Key,
  HmacKey,
  PreparedKey,
  SignatureScheme,
  SignedMessage,
  SignInput,
  SigningKey,
  VerifyOptions,
} from "./types.ts";
