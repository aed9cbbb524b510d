export { clustaar } from "./clustaar.ts";
export type {
  HmacKey,
  SignatureScheme,
  SignedMessage,
  SignInput,
  SigningKey,
  VerifyOptions,
} from "./types.ts";
