import { createPrivateKey, createPublicKey, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { diagnose } from "../doctor/index.ts";
import { servo, standardWebhooks, standardWebhooksChallengeResponse } from "./index.ts";

const refused = (code: string) => expect.objectContaining({ code });
const seed = Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex");
const point = Buffer.from(
  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
  "hex",
);
const whsk = `whsk_${seed.toString("base64")}`;
const whpk = `whpk_${point.toString("base64")}`;
const otherPk = `whpk_${Buffer.from("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "hex").toString("base64")}`;
const whsec = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
const now = 1614265330_000;
const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const body = Buffer.from('{"test": 2432232314}');
const sign = (key: string) => standardWebhooks.sign({ body, timestamp: now, id }, key);
const signed = sign(whsk);
const v1 = sign(whsec)["webhook-signature"];
const v1a = signed["webhook-signature"] ?? "";

const message = (signature = v1a, text: Uint8Array = body) => ({
  headers: new Headers({ ...signed, "webhook-signature": signature }),
  body: text,
});
const check = (signature: string, keys: string | string[]) => () =>
  standardWebhooks.verify(message(signature), keys, { now });

describe("standardWebhooks with Ed25519", () => {
  it("signs v1a over id, time and body, as any other implementation verifies it", () => {
    const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
    const publicKey = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
    const text = Buffer.from(`${id}.1614265330.${body}`);
    expect(v1a.startsWith("v1a,")).toBe(true);
    expect(verify(null, text, publicKey, Buffer.from(v1a.slice(4), "base64"))).toBe(true);
    const nacl = `whsk_${Buffer.concat([seed, point]).toString("base64")}`;
    expect(sign(nacl)).toEqual(signed);
  });

  it("verifies with the public key, also without padding, and during a rotation", () => {
    check(v1a, whpk)();
    check(v1a, whpk.replace(/=+$/, ""))();
    check(v1a, [otherPk, whpk])();
    check(`v1a,${Buffer.alloc(64).toString("base64")} ${v1a}`, whpk)();
    standardWebhooks.verify(message(), standardWebhooks.prepareKey(whpk), { now });
  });

  it("takes either of a shared and a public key, and ignores the version it has no key for", () => {
    check(`${v1} ${v1a}`, whpk)();
    check(`${v1} ${v1a}`, whsec)();
    check(`${v1} v1a,${Buffer.alloc(64).toString("base64")}`, [whpk, whsec])();
    check(`v1,${Buffer.alloc(32).toString("base64")} ${v1a}`, [whpk, whsec])();
  });

  it.each([
    ["another key", v1a, otherPk, "signature_invalid"],
    ["a shared signature alone", v1 ?? "", whpk, "signature_unsupported"],
    ["a public key's alone, for a shared key", v1a, whsec, "signature_unsupported"],
    ["another length", "v1a,AAAA", whpk, "signature_malformed"],
    ["no base64", "v1a,~~~~", whpk, "signature_malformed"],
    ["none", "", whpk, "signature_missing"],
    ["more than a rotation has", Array(5).fill(v1a).join(" "), whpk, "signature_malformed"],
    // A public key is known to everybody: it must never be the key of an HMAC.
    [
      "an HMAC under the public key",
      standardWebhooks.sign({ body, timestamp: now, id }, point)["webhook-signature"] ?? "",
      whpk,
      "signature_unsupported",
    ],
  ])("refuses %s", (_what, signature, key, code) => {
    expect(check(signature, key)).toThrow(refused(code));
  });

  it("refuses another body, id or time", () => {
    const other = () => standardWebhooks.verify(message(v1a, Buffer.from("{}")), whpk, { now });
    expect(other).toThrow(refused("signature_invalid"));
    for (const [name, value] of [
      ["webhook-id", "msg_2"],
      ["webhook-timestamp", "1614265331"],
    ] as const) {
      const headers = new Headers(signed);
      headers.set(name, value);
      expect(() => standardWebhooks.verify({ headers, body }, whpk, { now })).toThrow(
        refused("signature_invalid"),
      );
    }
    const late = () => standardWebhooks.verify(message(), whpk, { now: now + 301_000 });
    expect(late).toThrow(refused("request_too_old"));
  });

  it("is explained by the doctor", () => {
    const fits = { fits: true, cause: "none" };
    expect(diagnose(message(), { scheme: standardWebhooks, keys: whpk, now })).toMatchObject(fits);
    const second = diagnose(message(), { scheme: standardWebhooks, keys: [whsec, whpk], now });
    expect(second).toMatchObject({ fits: true, cause: "another_key" });
    const wrong = diagnose(message(), { scheme: standardWebhooks, keys: otherPk, now });
    expect(wrong).toMatchObject({ fits: false, cause: "unknown" });
    const late = diagnose(message(), { scheme: standardWebhooks, keys: whpk, now: now + 400_000 });
    expect(late).toMatchObject({ fits: true, cause: "clock" });
  });

  it("signs with no public key, and is no key of another scheme", () => {
    expect(() => sign(whpk)).toThrow(/got a public one \(whpk_\)/);
    const prepared = standardWebhooks.prepareKey(whsk);
    expect(() => servo.prepareKey(prepared)).toThrow(/prepared for standardWebhooks/);
  });
});

describe("the answer to a challenge", () => {
  const challenge = "Kq3VtD0mR8sYw1xZ";

  it("is an HMAC under a shared key, and the challenge itself under a public one", () => {
    const answer = standardWebhooksChallengeResponse(challenge, whsec);
    expect(answer).toMatch(/^[0-9a-f]{64}$/);
    expect(standardWebhooksChallengeResponse(challenge, Buffer.alloc(24, 1))).toBe(answer);
    expect(standardWebhooksChallengeResponse(challenge, whpk)).toBe(challenge);
  });

  it.each(["", "short", `${challenge}.1614265330.{}`, "a".repeat(129), `${challenge}\n`])(
    "is no signature of a message that somebody else chose: %j",
    (text) => {
      expect(() => standardWebhooksChallengeResponse(text, whsec)).toThrow(
        refused("config_invalid"),
      );
    },
  );
});
