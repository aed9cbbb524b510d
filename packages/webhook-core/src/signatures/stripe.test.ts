import { expect, it } from "vitest";
import { stripe } from "./stripe.ts";

// Stripe prints no whole example: this one was computed with Python's hmac module from the documented construction.
const key = "whsec_test_secret";
const body = Buffer.from('{"id":"evt_1","object":"event","text":"Réservé 🎉"}');
const t = "t=1492774577";
const v1 = "v1=799af416d498031d8ffd9e2e71d58121b0a6884391b92b7beb2f5fcd5b4ae286";
const other = `v1=${"0".repeat(64)}`;
const v0 = `v0=${"6".repeat(64)}`;
const now = 1492774577_000;
const verify = (header: string) =>
  stripe.verify({ headers: new Headers({ "Stripe-Signature": header }), body }, [key], { now });

it("gives and takes what another implementation computes", () => {
  expect(stripe.sign({ body, timestamp: now }, key)).toEqual({ "stripe-signature": `${t},${v1}` });
  verify(`${t},${v1}`);
});

it.each([
  `${v1},${t}`,
  `${t},${other},${v1}`,
  `${t},${v1},${other}`,
  `${v0},${other},${t},${v1}`,
  `${t},${v1},v0=anything at all`,
  `${t},${v1},note=x=y`,
])("takes the parts in any order, beside others: %s", (header) => {
  verify(header);
});

it.each([
  ["no time", v1, "signature_malformed"],
  ["no signature", t, "signature_malformed"],
  ["two times", `${t},${t},${v1}`, "signature_malformed"],
  ["another time before", `t=1492774578,${v1},${t}`, "signature_malformed"],
  ["a time that is none", `t=soon,${v1}`, "signature_malformed"],
  ["a time with a sign", `t=-1492774577,${v1}`, "signature_malformed"],
  ["spaces", `${t}, ${v1}`, "signature_malformed"],
  ["an empty part", `${t},,${v1}`, "signature_malformed"],
  ["one v1 that is not hex", `${t},${v1},v1=xyz`, "signature_malformed"],
  ["an upper-case name", `T=1492774577,${v1}`, "signature_malformed"],
  ["other schemes only", `${t},${v0}`, "signature_unsupported"],
  ["a version to come", `${t},v2=abc`, "signature_unsupported"],
  ["a wrong signature", `${t},${other}`, "signature_invalid"],
  ["v1's digest under v0", `${t},${other},${v1.replace("v1", "v0")}`, "signature_invalid"],
  ["another time", `t=1492774578,${v1}`, "signature_invalid"],
])("refuses %s", (_what, header, code) => {
  expect(() => verify(header)).toThrow(expect.objectContaining({ code }));
});
