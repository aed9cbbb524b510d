import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../../endpoint/errors.ts";
import { type BasicCredentials, basicAuth, parseBasicCredentials } from "./basic-auth.ts";

const header = (credentials: string) => `Basic ${Buffer.from(credentials).toString("base64")}`;
const request = (authorization?: string | null) => ({ headers: { get: () => authorization } });
const challenge = { "www-authenticate": 'Basic realm="webhook", charset="UTF-8"' };
const refused = (code: string) => expect.objectContaining({ code, status: 401 });
const noControls = fc.string({ unit: "grapheme", minLength: 1 });
const username = noControls.filter((text) => /^[^\p{Cc}:]+$/u.test(text));
const password = noControls.filter((text) => /^\P{Cc}+$/u.test(text));

const unreadable = [
  "Basic !!!!",
  "Basic Ym90OnMzY3JldA",
  "Basic Ym90OnMzY3JldB==",
  "Basic Ym90OnMzY3JldA== ",
  "Basic Ym90OnMz Y3JldA==",
  "Basic Ym90OnMzY3JldA==, Basic Ym90OnMzY3JldA==",
  "Basic ",
  header("no colon"),
  header("bot:s3\ncret"),
];

describe("parseBasicCredentials", () => {
  it.each([
    // RFC 7617, section 2 and 2.1.
    ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", { username: "Aladdin", password: "open sesame" }],
    ["Basic dGVzdDoxMjPCow==", { username: "test", password: "123£" }],
    ["bAsIc   QWxhZGRpbjpvcGVuIHNlc2FtZQ==", { username: "Aladdin", password: "open sesame" }],
    [header("bot:a:b::c"), { username: "bot", password: "a:b::c" }],
    [header(":"), { username: "", password: "" }],
    // What Python's requests sends for auth=("René", "clé").
    ["Basic UmVu6TpjbOk=", { username: "René", password: "clé" }],
    [header("\ufeffbot:x"), { username: "\ufeffbot", password: "x" }],
  ])("reads %s", (text, expected) => {
    expect(parseBasicCredentials(text)).toEqual(expected);
  });

  it.each([
    ...unreadable,
    undefined,
    null,
    "",
    "Basic",
    "Bearer Ym90OnMzY3JldA==",
    "BasicYm90Og==",
  ])("gives undefined for %j", (text) => {
    expect(parseBasicCredentials(text)).toBeUndefined();
  });

  it("reads back any name and password", () => {
    fc.assert(
      fc.property(username, password, (username, password) => {
        expect(parseBasicCredentials(header(`${username}:${password}`))).toEqual({
          username,
          password,
        });
      }),
    );
  });
});

describe("basicAuth with a pair", () => {
  const guard = basicAuth({ username: "bot", password: "s3:cret" });

  it("lets the pair in, and answers at once", () => {
    expect(guard(request(header("bot:s3:cret")))).toBeUndefined();
    expect(guard(request(header("bot:s3:cret").replace("Basic ", "BASIC  ")))).toBeUndefined();
  });

  it.each([undefined, null, "", "Bearer abc", "Basic", "Digest username=bot"])(
    "says that credentials are missing from %j",
    (text) => {
      expect(() => guard(request(text))).toThrow(refused("credentials_missing"));
      expect(() => guard(request(text))).toThrow(expect.objectContaining({ headers: challenge }));
    },
  );

  it.each([
    ...unreadable,
    header("bot:s3:cre"),
    header("bot:s3:cret "),
    header("bot:s3:cret\0"),
    header("Bot:s3:cret"),
    header("bo:ts3:cret"),
    header("bot"),
    header(":"),
    `${header("bot:s3:cret")}\0`,
    header(`bot:s3:cret${"x".repeat(500)}`),
  ])("says that %j is invalid", (text) => {
    expect(() => guard(request(text))).toThrow(refused("credentials_invalid"));
    expect(() => guard(request(text))).toThrow(expect.objectContaining({ headers: challenge }));
  });

  it("lets in the pair and nothing else, of any length", () => {
    fc.assert(
      fc.property(username, password, username, password, fc.nat(200), (u, p, u2, p2, more) => {
        const pair = { username: u, password: p + "x".repeat(more) };
        const guard = basicAuth(pair);
        expect(guard(request(header(`${pair.username}:${pair.password}`)))).toBeUndefined();
        for (const [name, secret] of [
          [u2, pair.password],
          [u, p2],
          [u, `${pair.password}x`],
          [u, pair.password.slice(0, -1)],
        ] as const) {
          if (name === pair.username && secret === pair.password) continue;
          expect(() => guard(request(header(`${name}:${secret}`)))).toThrow(
            refused("credentials_invalid"),
          );
        }
      }),
    );
  });

  it("refused a password with an accent that Python's requests sends in latin-1", () => {
    const guard = basicAuth({ username: "René", password: "clé" });
    expect(guard(request("Basic UmVu6TpjbOk="))).toBeUndefined();
    expect(guard(request(header("René:clé")))).toBeUndefined();
    const wrong = Buffer.from("René:cle", "latin1").toString("base64");
    expect(() => guard(request(`Basic ${wrong}`))).toThrow(refused("credentials_invalid"));
    // One half in each encoding is what nobody sends.
    const mixed = Buffer.concat([Buffer.from("René:"), Buffer.from("clé", "latin1")]);
    expect(() => guard(request(`Basic ${mixed.toString("base64")}`))).toThrow(
      refused("credentials_invalid"),
    );
  });

  it("knows no latin-1 form of a password beyond it", () => {
    const guard = basicAuth({ username: "bot", password: "日本\u2013" });
    expect(guard(request(header("bot:日本\u2013")))).toBeUndefined();
    const cut = Buffer.from("bot:日本\u2013", "latin1").toString("base64");
    expect(() => guard(request(`Basic ${cut}`))).toThrow(refused("credentials_invalid"));
  });

  it("names its realm, escaped", () => {
    const guard = basicAuth({ username: "a", password: "b" }, { realm: 'my "bots" \\' });
    expect(() => guard(request())).toThrow(
      expect.objectContaining({
        headers: { "www-authenticate": 'Basic realm="my \\"bots\\" \\\\", charset="UTF-8"' },
      }),
    );
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["text", "bot:s3cret"],
    ["no name", { password: "s3cret" }],
    ["an unset name", { username: undefined, password: "s3cret" }],
    ["an empty name", { username: "", password: "s3cret" }],
    ["a name with a colon", { username: "b:t", password: "s3cret" }],
    ["a name with a line feed", { username: "bot\n", password: "s3cret" }],
    ["no password", { username: "bot" }],
    ["an empty password", { username: "bot", password: "" }],
    ["a password that is a number", { username: "bot", password: 1234 }],
    ["a password with a line feed", { username: "bot", password: "s3cret\n" }],
  ])("refuses to be built with %s", (_what, check) => {
    expect(() => basicAuth(check as BasicCredentials)).toThrow(WebhookConfigError);
  });

  it.each(["", "a\nb", "é", 5 as never])("refuses the realm %j", (realm) => {
    expect(() => basicAuth({ username: "a", password: "b" }, { realm })).toThrow(
      WebhookConfigError,
    );
  });

  it("keeps the password out of what it throws", () => {
    try {
      guard(request(header("bot:guess")));
      expect.unreachable();
    } catch (error) {
      const text = JSON.stringify(error) + String(error);
      expect(text).toContain("credentials_invalid");
      expect(text).not.toMatch(/s3|guess/);
    }
  });
});

describe("basicAuth with a function", () => {
  it("asks it, once the credentials can be read", async () => {
    const asked: BasicCredentials[] = [];
    const guard = basicAuth(async (credentials) => {
      asked.push(credentials);
      return credentials.password === "s3cret";
    });
    await guard(request(header("bot:s3cret")));
    await expect(guard(request(header("bot:other")))).rejects.toEqual(
      refused("credentials_invalid"),
    );
    await expect(guard(request())).rejects.toEqual(refused("credentials_missing"));
    for (const text of unreadable) {
      await expect(guard(request(text))).rejects.toEqual(refused("credentials_invalid"));
    }
    await expect(guard(request("Basic UmVu6TpjbOk="))).rejects.toEqual(
      refused("credentials_invalid"),
    );
    expect(asked.pop()).toEqual({ username: "René", password: "clé" });
    expect(asked.map(({ password }) => password)).toEqual(["s3cret", "other"]);
  });

  it("lets nobody in on an answer other than true", async () => {
    for (const answer of ["yes", 1, {}, undefined, null] as never[]) {
      const guard = basicAuth(() => answer);
      await expect(guard(request(header("a:b")))).rejects.toEqual(refused("credentials_invalid"));
    }
  });

  it("hands on what the function throws", async () => {
    const failure = new Error("the directory is down");
    const guard = basicAuth(() => Promise.reject(failure));
    await expect(guard(request(header("a:b")))).rejects.toBe(failure);
  });
});
