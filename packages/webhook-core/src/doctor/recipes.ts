import type { HeaderReader } from "../endpoint/endpoint.ts";
import {
  clustaar,
  github,
  preservica,
  preservicaEventPrefix,
  preservicaLatin1,
  type SignatureScheme,
  servo,
  slack,
  standardWebhooks,
  stripe,
} from "../signatures/index.ts";

/**
 * How a scheme signs, read loosely: where a scheme's own `verify` refuses, the doctor tries what a small change would make
 * of it. `doctor.test.ts` compares each recipe with its scheme.
 */
export interface Recipe {
  readonly scheme: SignatureScheme;
  /** What people call the sender. */
  readonly sender: string;
  /** The header that holds the signature, as its documentation writes it. */
  readonly header: string;
  /** Where another version of the same sender puts its signature. */
  readonly relatives: readonly string[];
  readonly digest: "sha1" | "sha256";
  readonly encoding: "hex" | "base64";
  /** The texts of the signatures in a header's value, labels (`sha1=`, `v1,`) cut off. */
  readonly signatures: (value: string) => readonly string[];
  /** The header whose time is signed. */
  readonly timeHeader?: string;
  /** The signed time as it is written in the request; undefined when there is none. */
  readonly timeText?: (headers: HeaderReader) => string | undefined;
  /** What is signed before the body. */
  readonly prefix: (time: string | undefined, headers: HeaderReader) => string;
}

const afterLabel = (value: string) => [value.replace(/^[A-Za-z0-9-]{1,20}=(?=.)/, "").trim()];
const noPrefix = () => "";
const header = (name: string) => (headers: HeaderReader) => headers.get(name) ?? undefined;
const hubHeaders = ["X-Hub-Signature", "X-Hub-Signature-256"];

/** One row a scheme; a scheme that `@clustaar/webhook-core/signatures` exports has to have one. */
export const recipes: readonly Recipe[] = [
  {
    scheme: clustaar,
    sender: "Clustaar",
    header: "X-Hub-Signature",
    relatives: hubHeaders,
    digest: "sha1",
    encoding: "hex",
    signatures: afterLabel,
    timeHeader: "Date",
    timeText: header("date"),
    prefix: (time) => `date=${time ?? "None"}\n`,
  },
  {
    scheme: github,
    sender: "GitHub",
    header: "X-Hub-Signature-256",
    relatives: hubHeaders,
    digest: "sha256",
    encoding: "hex",
    signatures: afterLabel,
    prefix: noPrefix,
  },
  {
    scheme: servo,
    sender: "servo-webhooks",
    header: "X-Servo-Signature",
    relatives: [],
    digest: "sha1",
    encoding: "hex",
    signatures: afterLabel,
    prefix: noPrefix,
  },
  preservicaRecipe(preservica),
  preservicaRecipe(preservicaLatin1),
  {
    scheme: standardWebhooks,
    sender: "Standard Webhooks",
    header: "webhook-signature",
    relatives: ["svix-signature"],
    digest: "sha256",
    encoding: "base64",
    signatures: (value) => value.split(" ").map((item) => item.slice(item.indexOf(",") + 1)),
    timeHeader: "webhook-timestamp",
    timeText: header("webhook-timestamp"),
    prefix: (time, headers) => `${headers.get("webhook-id") ?? ""}.${time ?? ""}.`,
  },
  {
    scheme: stripe,
    sender: "Stripe",
    header: "Stripe-Signature",
    relatives: [],
    digest: "sha256",
    encoding: "hex",
    signatures: (value) => partsOf(value, (name) => /^v\d$/.test(name)),
    timeHeader: "Stripe-Signature",
    timeText: (headers) =>
      partsOf(headers.get("stripe-signature") ?? "", (name) => name === "t")[0],
    prefix: (time) => `${time ?? ""}.`,
  },
  {
    scheme: slack,
    sender: "Slack",
    header: "X-Slack-Signature",
    relatives: [],
    digest: "sha256",
    encoding: "hex",
    signatures: afterLabel,
    timeHeader: "X-Slack-Request-Timestamp",
    timeText: header("x-slack-request-timestamp"),
    prefix: (time) => `v0:${time ?? ""}:`,
  },
];

function preservicaRecipe(scheme: SignatureScheme): Recipe {
  return {
    scheme,
    sender: "Preservica",
    header: "Preservica-Signature",
    relatives: [],
    digest: "sha256",
    encoding: "hex",
    signatures: afterLabel,
    prefix: () => preservicaEventPrefix,
  };
}

/** The values of `name=value` parts between commas. */
function partsOf(value: string, wanted: (name: string) => boolean): string[] {
  return value.split(",").flatMap((part) => {
    const equals = part.indexOf("=");
    return equals > 0 && wanted(part.slice(0, equals).trim())
      ? [part.slice(equals + 1).trim()]
      : [];
  });
}
