import { createHmac } from "node:crypto";
import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import * as signatures from "../signatures/index.ts";
import {
  clustaar,
  github,
  type SignatureScheme,
  slack,
  standardWebhooks,
  stripe,
} from "../signatures/index.ts";
import { type DiagnosedRequest, diagnose } from "./index.ts";
import { recipes } from "./recipes.ts";

const KEY = "s3cr3t-key-of-the-bot";
const WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NOW = Date.UTC(2026, 10, 22, 10);
const TEXT =
  '{"botID": "4321", "topic": "conversation.step_reached", "data": {"name": "caf\\u00e9", "url": "https://a/b", "lat": 1.0}}';
const BODY = Buffer.from(TEXT);
const schemes = Object.values<unknown>(signatures).filter(
  (value): value is SignatureScheme =>
    typeof value === "object" && value !== null && "verify" in value,
);
const keyOf = (scheme: SignatureScheme) => (scheme === standardWebhooks ? WHSEC : KEY);

type Signed = { headers: Headers; body: Buffer };

function signed(
  scheme: SignatureScheme,
  body: Buffer | string = BODY,
  key: string | Uint8Array = keyOf(scheme),
): Signed {
  const bytes = Buffer.from(body);
  return {
    headers: new Headers(scheme.sign({ body: bytes, timestamp: NOW, id: "msg_1" }, key)),
    body: bytes,
  };
}

function verdict(
  request: DiagnosedRequest,
  scheme: SignatureScheme = clustaar,
  keys: string | string[] = keyOf(scheme),
) {
  const diagnosis = diagnose(request, { scheme, keys, now: NOW });
  for (const key of [keys].flat()) expect(diagnosis.message).not.toContain(key);
  return diagnosis;
}

/** What a header looks like when somebody signs by hand. */
function clustaarHeaders(
  signedText: string | Buffer,
  key = KEY,
  date = new Date(NOW).toUTCString(),
) {
  const mac = createHmac("sha1", key).update(signedText).digest("hex");
  return new Headers({ date, "x-hub-signature": `sha1=${mac}` });
}

describe("every exported scheme", () => {
  it("has a recipe", () => {
    expect(recipes.map(({ scheme }) => scheme.name).sort()).toEqual(
      schemes.map(({ name }) => name).sort(),
    );
  });

  it.each(schemes.map((scheme) => [scheme.name, scheme] as const))(
    "%s: its own signature fits",
    (_name, scheme) => {
      expect(verdict(signed(scheme), scheme)).toMatchObject({ fits: true, cause: "none" });
    },
  );

  it.each(schemes.map((scheme) => [scheme.name, scheme] as const))(
    "%s: a wrong key is unknown",
    (_name, scheme) => {
      const other =
        scheme === standardWebhooks ? "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" : "another key";
      expect(verdict(signed(scheme, BODY, other), scheme)).toMatchObject({
        fits: false,
        cause: "unknown",
      });
    },
  );

  it.each(schemes.map((scheme) => [scheme.name, scheme] as const))(
    "%s: a missing header is named",
    (_name, scheme) => {
      const { cause, message } = verdict({ headers: new Headers(), body: BODY }, scheme);
      expect(cause).toBe("signature_missing");
      expect(message).toContain(recipes.find((recipe) => recipe.scheme === scheme)?.header);
    },
  );

  it.each(schemes.map((scheme) => [scheme.name, scheme] as const))(
    "%s: is found where another was expected",
    (_name, scheme) => {
      const wrong = scheme === clustaar ? github : clustaar;
      const keys = keyOf(scheme);
      const { cause, message } = verdict(signed(scheme), wrong, keys);
      // Both Preservica schemes are the same for ASCII.
      expect(cause).toBe("another_scheme");
      expect(message).toContain(scheme.name.replace("Latin1", ""));
    },
  );
});

describe("the key", () => {
  it("is another one of the list", () => {
    const diagnosis = verdict(signed(clustaar, BODY, "the old one"), clustaar, [
      "the new one",
      "the old one",
    ]);
    expect(diagnosis).toMatchObject({ fits: true, cause: "another_key" });
    expect(diagnosis.message).toContain("key 2 of 2");
  });

  it.each([
    ["a line feed at the sender's", `${KEY}\n`, KEY, "key_whitespace"],
    ["CR LF at the sender's", `${KEY}\r\n`, KEY, "key_whitespace"],
    ["a space at the sender's", `${KEY} `, KEY, "key_whitespace"],
    ["a line feed at ours", KEY, `${KEY}\n`, "key_whitespace"],
    ["quotes at the sender's", `"${KEY}"`, KEY, "key_quoted"],
    ["quotes at ours", KEY, `'${KEY}'`, "key_quoted"],
    ["hex that the sender decodes", Buffer.from("00ff10aa22", "hex"), "00ff10aa22", "key_encoding"],
    [
      "base64 that the sender decodes",
      Buffer.from("c2VjcmV0LWtleQ==", "base64"),
      "c2VjcmV0LWtleQ==",
      "key_encoding",
    ],
    ["latin-1 at the sender's", Buffer.from("clé-privée", "latin1"), "clé-privée", "key_encoding"],
  ])("with %s", (_what, theirs, ours, cause) => {
    expect(
      verdict(signed(clustaar, BODY, Buffer.from(theirs as Buffer)), clustaar, ours),
    ).toMatchObject({ fits: false, cause });
  });

  it.each([
    ["whole", WHSEC],
    ["without its prefix", WHSEC.slice(6)],
  ])("whsec_ not decoded: %s", (_what, text) => {
    expect(verdict(signed(standardWebhooks, BODY, Buffer.from(text)), standardWebhooks).cause).toBe(
      "key_encoding",
    );
  });
});

describe("the signature", () => {
  it("in base64 where hex was expected", () => {
    const request = signed(clustaar);
    const hex = request.headers.get("x-hub-signature")?.slice(5) ?? "";
    request.headers.set("x-hub-signature", `sha1=${Buffer.from(hex, "hex").toString("base64")}`);
    expect(verdict(request).cause).toBe("signature_encoding");
  });

  it("in hex where base64 was expected", () => {
    const request = signed(standardWebhooks);
    const base64 = request.headers.get("webhook-signature")?.slice(3) ?? "";
    request.headers.set("webhook-signature", `v1,${Buffer.from(base64, "base64").toString("hex")}`);
    expect(verdict(request, standardWebhooks).cause).toBe("signature_encoding");
  });

  it("in upper case is read as it is", () => {
    const request = signed(clustaar);
    const value = request.headers.get("x-hub-signature") ?? "";
    request.headers.set("x-hub-signature", `sha1=${value.slice(5).toUpperCase()}`);
    expect(verdict(request).cause).toBe("none");
  });

  it("with SHA-1 in the header of the other digest", () => {
    const mac = createHmac("sha1", KEY).update(BODY).digest("hex");
    const { cause, message } = verdict(
      { headers: new Headers({ "x-hub-signature": `sha1=${mac}` }), body: BODY },
      github,
    );
    expect(cause).toBe("signature_header");
    expect(message).toContain("X-Hub-Signature-256");
  });

  it("with SHA-256 under the right header", () => {
    const date = new Date(NOW).toUTCString();
    const mac = createHmac("sha256", KEY).update(`date=${date}\n`).update(BODY).digest("hex");
    const headers = new Headers({ date, "x-hub-signature": `sha256=${mac}` });
    expect(verdict({ headers, body: BODY }).cause).toBe("signature_header");
  });
});

describe("the body", () => {
  const arrives = (body: Buffer | string, sent: Buffer | string = BODY) => {
    const { headers } = signed(clustaar, sent);
    return verdict({ headers, body: Buffer.from(body) });
  };
  const compact = JSON.stringify(JSON.parse(TEXT));

  it.each([
    ["parsed and written by express.json()", compact, TEXT],
    ["written by Python", TEXT, compact],
    ["with its keys sorted", '{"a":1,"b":2}', '{"b":2,"a":1}'],
    ["indented", JSON.stringify(JSON.parse(TEXT), null, 2), compact],
    ["with the slashes of PHP", '{"url":"https://a/b"}', '{"url":"https:\\/\\/a\\/b"}'],
    ["with the escapes of Go", '{"html":"<b>"}', '{"html":"\\u003cb\\u003e"}'],
    ["with floats that lost their .0", '{"lat":1,"long":2.4}', '{"lat": 1.0, "long": 2.4}'],
  ])("%s", (_what, came, sent) => {
    // What was sent may be among several styles of what came; either way it was rewritten.
    const found = [arrives(came, sent).cause, arrives(sent, came).cause];
    expect(found).toContain("body_reserialised");
  });

  it.each([
    ["a line feed more", `${TEXT}\n`, TEXT, "body_trailing_newline"],
    ["a line feed less", TEXT, `${TEXT}\n`, "body_trailing_newline"],
    ["CR LF less", TEXT, `${TEXT}\r\n`, "body_trailing_newline"],
    ["a byte order mark more", `\ufeff${TEXT}`, TEXT, "body_byte_order_mark"],
    ["a byte order mark less", TEXT, `\ufeff${TEXT}`, "body_byte_order_mark"],
    ["line feeds for CR LF", '{\n"a":1\n}', '{\r\n"a":1\r\n}', "body_line_ends"],
    ["CR LF for line feeds", '{\r\n"a":1\r\n}', '{\n"a":1\n}', "body_line_ends"],
    ["read as latin-1", Buffer.from('{"a":"é"}').toString("latin1"), '{"a":"é"}', "body_charset"],
    ["signed as latin-1", '{"a":"é"}', Buffer.from('{"a":"é"}', "latin1"), "body_charset"],
    ["sent as latin-1", Buffer.from('{"a":"é"}', "latin1"), '{"a":"é"}', "body_charset"],
    ["as base64", BODY.toString("base64"), BODY, "body_base64"],
    ["signed as base64", BODY, BODY.toString("base64"), "body_base64"],
    ["compressed by gzip", gzipSync(BODY), BODY, "body_compressed"],
    ["compressed by deflate", deflateSync(BODY), BODY, "body_compressed"],
    ["compressed by brotli", brotliCompressSync(BODY), BODY, "body_compressed"],
    ["decompressed", gunzipSync(gzipSync(BODY)), gzipSync(BODY), "body_compressed"],
  ])("%s", (_what, came, sent, cause) => {
    expect(arrives(came, sent)).toMatchObject({ fits: false, cause });
  });

  it("two faults at once are both named", () => {
    const { headers } = signed(clustaar, TEXT, Buffer.from(`${KEY}\n`));
    const { message } = verdict({ headers, body: Buffer.from(compact) });
    expect(message).toContain("rewritten");
    expect(message).toContain("line feed at its end");
  });
});

describe("the time", () => {
  const date = new Date(NOW).toUTCString();

  it.each([-7, -1, 1, 42])("rewritten by a proxy, %i seconds away", (seconds) => {
    const headers = clustaarHeaders(
      `date=${new Date(NOW + seconds * 1000).toUTCString()}\n${TEXT}`,
    );
    const { cause, message } = verdict({ headers, body: BODY });
    expect(cause).toBe("time_rewritten");
    expect(message).toContain(
      Math.abs(seconds) === 1 ? "1 second " : `${Math.abs(seconds)} seconds`,
    );
  });

  it("added by a proxy", () => {
    expect(verdict({ headers: clustaarHeaders(`date=None\n${TEXT}`), body: BODY }).cause).toBe(
      "time_missing",
    );
  });

  it.each([
    ["another zone's clock", new Date(NOW + 3_600_000).toUTCString()],
    ["an offset", new Date(NOW + 5.5 * 3_600_000).toUTCString().replace("GMT", "+0530")],
    ["UTC for GMT", date.replace("GMT", "UTC")],
    ["ISO 8601", new Date(NOW).toISOString()],
  ])("signed as %s", (_what, text) => {
    expect(verdict({ headers: clustaarHeaders(`date=${text}\n${TEXT}`), body: BODY }).cause).toBe(
      "time_zone",
    );
  });

  it.each([
    ["without its label", `${date}\n`, "without `date=` before it"],
    ["without its line break", `date=${date}`, "without a line break after it"],
    ["with neither", date, "neither `date=` before it nor a line break after it"],
    ["with CR LF", `date=${date}\r\n`, "CR LF after it"],
    ["as in HTTP", `date: ${date}\n`, "`date: ` in place of `date=`"],
    ["as the header's name is written", `Date: ${date}\n`, "`Date: ` in place of `date=`"],
  ])("signed %s", (_what, prefix, fits) => {
    const { cause, message } = verdict({ headers: clustaarHeaders(prefix + TEXT), body: BODY });
    expect(cause).toBe("time_label");
    expect(message).toContain(fits);
    expect(message).toContain(JSON.stringify(`date=${date}\n`));
  });

  it("signed without its label, and with a line break in the key", () => {
    const headers = clustaarHeaders(`${date}\n${TEXT}`, `${KEY}\n`);
    const { message } = verdict({ headers, body: BODY });
    expect(message).toContain("without `date=` before it");
    expect(message).toContain("key");
  });

  it("too old, though the signature fits", () => {
    const diagnosis = diagnose(signed(clustaar), {
      scheme: clustaar,
      keys: KEY,
      now: NOW + 37_000,
    });
    expect(diagnosis).toMatchObject({ fits: true, cause: "clock" });
    expect(diagnosis.message).toContain("37 seconds old");
  });

  it("from the future, though the signature fits", () => {
    const diagnosis = diagnose(signed(stripe), { scheme: stripe, keys: KEY, now: NOW - 400_000 });
    expect(diagnosis.message).toContain("400 seconds ahead");
  });

  it("is not looked at with tolerance null", () => {
    expect(diagnose(signed(clustaar), { scheme: clustaar, keys: KEY, tolerance: null }).cause).toBe(
      "none",
    );
  });

  it("in milliseconds where seconds are signed", () => {
    const seconds = NOW / 1000;
    const mac = (text: string) => createHmac("sha256", KEY).update(text).digest("hex");
    const asMilliseconds = new Headers({
      "stripe-signature": `t=${NOW},v1=${mac(`${NOW}.${TEXT}`)}`,
    });
    expect(verdict({ headers: asMilliseconds, body: BODY }, stripe).cause).not.toBe("unknown");
    const signedMilliseconds = new Headers({
      "x-slack-request-timestamp": String(seconds),
      "x-slack-signature": `v0=${mac(`v0:${NOW}:${TEXT}`)}`,
    });
    expect(verdict({ headers: signedMilliseconds, body: BODY }, slack).cause).toBe("time_unit");
    const sentMilliseconds = new Headers({
      "x-slack-request-timestamp": String(NOW),
      "x-slack-signature": `v0=${mac(`v0:${seconds}:${TEXT}`)}`,
    });
    expect(verdict({ headers: sentMilliseconds, body: BODY }, slack).cause).toBe("time_unit");
  });
});

describe("parts of the request", () => {
  const request = {
    method: "POST",
    path: "/webhook",
    query: new URLSearchParams("bot=42"),
    body: BODY,
  };

  it.each([
    ["/webhook"],
    ["/webhook?bot=42"],
    ["bot=42"],
    ["POST /webhook?bot=42\n"],
    ["POST\n/webhook\n"],
    ["https://bot.example/webhook?bot=42"],
  ])("%s before the body", (part) => {
    const headers = clustaarHeaders(`date=${new Date(NOW).toUTCString()}\n${part}${TEXT}`);
    headers.set("host", "bot.example");
    expect(verdict({ ...request, headers }).cause).toBe("request_parts");
  });

  it("the body alone, without its date", () => {
    expect(verdict({ ...request, headers: clustaarHeaders(TEXT) }).cause).not.toBe("unknown");
  });
});

describe("diagnose", () => {
  it("refuses a scheme it does not know", () => {
    expect(() =>
      diagnose(signed(clustaar), { scheme: { name: "mine" } as never, keys: KEY }),
    ).toThrow(/expected one of clustaar/);
  });

  it.each([[""], [[]], [[KEY, ""]], [null]])("refuses keys %j", (keys) => {
    expect(() => diagnose(signed(clustaar), { scheme: clustaar, keys: keys as never })).toThrow(
      /expected/,
    );
  });

  // Without its budget it would not end before the test's timeout.
  it("gives up on a mebibyte", () => {
    const body = Buffer.from(JSON.stringify({ text: "é".repeat(500_000) }));
    expect(verdict({ headers: signed(clustaar).headers, body }).cause).toBe("unknown");
  });
});
