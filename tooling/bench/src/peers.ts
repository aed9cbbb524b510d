import { createHmac } from "node:crypto";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import {
  github,
  type PreparedKey,
  type SignatureScheme,
  slack,
  standardWebhooks,
} from "@clustaar/webhook-core/signatures";
import { validateSignature } from "@line/bot-sdk";
import { Webhooks } from "@octokit/webhooks";
import { HTTPModuleFunctions, verifySlackRequest } from "@slack/bolt";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { type Contestant, type Effort, measure } from "./measure.ts";
import { type Message, messages } from "./messages.ts";
import { KEY, receivePath } from "./receive.ts";
import { micros, type Table } from "./table.ts";

/** Another library's way to take a signed message in. */
export interface Peer extends Contestant {
  readonly doesNot: string;
}

/** What others take for the same message, each signed as it asks for. */
export async function peersTable(effort: Effort): Promise<Table> {
  const message = messages.medium;
  const [, whole] = receivePath(message);
  const peers = [{ ...whole, doesNot: "" }, ...peersOf(message), ...schemesOf(message)];
  const measured = await measure(peers, effort);
  return {
    title: `Peers, on the message of ${message.name}`,
    note: "Each with the signature it asks for. The ratio is to the whole path of `@clustaar/webhook-core`; the last three rows are its signature schemes alone, which do what the peers do.",
    head: ["contestant", "us", "ratio", "does not"],
    rows: measured.map(({ name, micros: time, ratio }, index) => [
      name,
      micros(time),
      ratio.toFixed(2),
      peers[index]?.doesNot ?? "",
    ]),
  };
}

const ID = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";
const STANDARD_SECRET = `whsec_${Buffer.from(KEY).toString("base64")}`;

/** The peers; `delivered` is what arrives of a message signed before. A wrong signature throws or rejects. */
export function peersOf(message: Message, delivered = message.body): Peer[] {
  return [
    octokit(message, delivered),
    standard(message, delivered),
    line(message, delivered),
    boltVerify(message, delivered),
    boltReceiver(message, delivered),
  ];
}

/** Three schemes of ours with a parse, for a like-for-like look at the peers. */
export function schemesOf(message: Message, delivered = message.body): Peer[] {
  const doesNot = "route, check the payload, answer";
  return [
    scheme("our `github.verify` and `JSON.parse`", github, KEY, message, delivered, doesNot),
    scheme(
      "our `standardWebhooks.verify` and `JSON.parse`",
      standardWebhooks,
      STANDARD_SECRET,
      message,
      delivered,
      doesNot,
    ),
    scheme("our `slack.verify` and `JSON.parse`", slack, KEY, message, delivered, doesNot),
  ];
}

function octokit({ body }: Message, delivered: Buffer): Peer {
  const webhooks = new Webhooks({ secret: KEY });
  let received = 0;
  webhooks.on("ping", () => {
    received++;
  });
  const signature = `sha256=${hmac("sha256", body).toString("hex")}`;
  return {
    name: "`@octokit/webhooks`: `verifyAndReceive`",
    doesNot: "check credentials, age or payload; answer (what a handler returns is dropped)",
    async run() {
      const before = received;
      await webhooks.verifyAndReceive({
        id: ID,
        name: "ping",
        payload: delivered.toString(),
        signature,
      });
      if (received === before) throw new Error("the handler was not called");
    },
  };
}

function standard({ body }: Message, delivered: Buffer): Peer {
  const webhook = new StandardWebhook(STANDARD_SECRET);
  const now = new Date();
  const headers = {
    "webhook-id": ID,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": webhook.sign(ID, now, body.toString()),
  };
  return {
    name: "`standardwebhooks`: `verify`",
    doesNot: "check credentials or payload, route, answer; hash natively",
    run: () => webhook.verify(delivered, headers),
  };
}

function line({ body }: Message, delivered: Buffer): Peer {
  const signature = hmac("sha256", body).toString("base64");
  return {
    name: "`@line/bot-sdk`: `validateSignature` and `JSON.parse`",
    doesNot: "check credentials, age or payload; route, answer",
    run() {
      if (!validateSignature(delivered, KEY, signature)) throw new Error("wrong signature");
      return JSON.parse(delivered.toString());
    },
  };
}

/** Headers as Slack signs them. */
function slackHeaders(body: Buffer) {
  const timestamp = Math.floor(Date.now() / 1000);
  const mac = createHmac("sha256", KEY).update(`v0:${timestamp}:`).update(body).digest("hex");
  return { timestamp, signature: `v0=${mac}` };
}

function boltVerify({ body }: Message, delivered: Buffer): Peer {
  const { timestamp, signature } = slackHeaders(body);
  return {
    name: "`@slack/bolt`: `verifySlackRequest` and `JSON.parse`",
    doesNot: "check credentials, a date in the future or payload; route, answer",
    run() {
      const text = delivered.toString();
      verifySlackRequest({
        signingSecret: KEY,
        body: text,
        headers: { "x-slack-signature": signature, "x-slack-request-timestamp": timestamp },
      });
      return JSON.parse(text);
    },
  };
}

function boltReceiver({ body }: Message, delivered: Buffer): Peer {
  const { timestamp, signature } = slackHeaders(body);
  const { parseAndVerifyHTTPRequest, parseHTTPRequestBody } = HTTPModuleFunctions;
  const request = Object.assign(new IncomingMessage(new Socket()), {
    rawBody: delivered,
    headers: {
      "content-type": "application/json",
      "x-slack-signature": signature,
      "x-slack-request-timestamp": String(timestamp),
    },
  });
  const response = new ServerResponse(request);
  return {
    name: "`@slack/bolt`: what `HTTPReceiver` does before it dispatches",
    doesNot: "check credentials, a date in the future or payload; route, answer (the app does)",
    async run() {
      const verified = await parseAndVerifyHTTPRequest({ signingSecret: KEY }, request, response);
      return parseHTTPRequestBody(verified);
    },
  };
}

function scheme(
  name: string,
  { sign, verify, prepareKey }: SignatureScheme<string>,
  secret: string,
  { body }: Message,
  delivered: Buffer,
  doesNot: string,
): Peer {
  const signed = new Map(Object.entries(sign({ body, id: ID, timestamp: Date.now() }, secret)));
  const headers = { get: (key: string) => signed.get(key.toLowerCase()) };
  const keys: PreparedKey[] = [prepareKey(secret)];
  return {
    name,
    doesNot,
    run() {
      verify({ headers, body: delivered }, keys);
      return JSON.parse(delivered.toString());
    },
  };
}

function hmac(algorithm: string, body: Buffer): Buffer {
  return createHmac(algorithm, KEY).update(body).digest();
}
