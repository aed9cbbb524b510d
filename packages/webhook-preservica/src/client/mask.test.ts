import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PreservicaClient, PreservicaError } from "../index.ts";
import { maskedBody, maskedCause } from "./mask.ts";
import { maskNamed } from "./mask-named.ts";
import { mask } from "./mask-secrets.ts";

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
const loggedIn = () => json({ token: "t0ken" });
const manager = () => json({ roles: ["ROLE_SDB_MANAGER_USER"] });

function client(answers: (Response | Error)[], password = "hunter2") {
  return new PreservicaClient({
    server: "eu.preservica.com",
    username: "u",
    password,
    tenant: "T",
    env: {},
    credentialsFile: null,
    sleep: async () => {},
    fetch: async () => {
      const answer = answers.shift();
      if (answer instanceof Response) return answer;
      throw answer;
    },
  });
}

async function failure(work: Promise<unknown>): Promise<PreservicaError> {
  const error = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PreservicaError);
  return error as PreservicaError;
}

const hex = (unit: string, digits: number) => unit.charCodeAt(0).toString(16).padStart(digits, "0");

describe("the secrets of subscriptions", () => {
  it.each([
    ["list", { subscriptions: [{ id: "1", secret: "h00k-secret" }] }, 200],
    ["list", { error: { secret: { old: "h00k-secret" } } }, 500],
    ["unsubscribe", { message: "in use", subscription: { id: "1", secret: "h00k-secret" } }, 409],
    ["unsubscribe", { message: '{"id":"1","secret":"h00k-secret"}' }, 409],
  ] as const)("stood in the errors of %s", async (call, body, status) => {
    const { webhooks } = client([loggedIn(), manager(), json(body, status)]);
    const error = await failure(
      call === "list" ? webhooks.list().next() : webhooks.unsubscribe("1"),
    );
    expect(inspect(error, { depth: null })).not.toContain("h00k-secret");
    expect(error.body).toContain("***");
  });

  it.each([
    "secret=h00k-secret&id=1",
    '{"id":"1","secret":"h00k-secret", cut',
    "<subscription><secret>h00k-secret</secret></subscription>",
    "refresh-token: h00k-secret",
    "{'continuationToken': 'h00k-secret'}",
    "password = h00k-secret",
  ])("stood in text such as %s", (text) => {
    expect(maskedBody(text, [])).not.toContain("h00k-secret");
  });

  it("are all that is hidden: what explains a refusal stays", () => {
    for (const text of [
      '{"message":"token.invalid","tokenExpired":true,"password":null}',
      "the token is not valid",
      '{ "message" : "spaces stay" }',
    ]) {
      expect(maskedBody(text, [])).toBe(text);
    }
    expect(maskedBody('{"id":1,"token":"x","roles":["a"]}', [])).toBe(
      '{"id":1,"token":"***","roles":["a"]}',
    );
  });
});

describe("text with fields that are named like secrets", () => {
  it.each([
    ["secret=h00k-secret&id=1", "secret=***&id=1"],
    ['{"id":"1","secret":"h00k-secret", cut', '{"id":"1","secret":"***", cut'],
    ['{"secret":"h00k\\"-secret","id', '{"secret":"***","id'],
    ['{"secret":"h00k-secr', '{"secret":"***'],
    ['{"secret":{"old":"h00k-secret","new":["h00k"]},"id":1,', '{"secret":***,"id":1,'],
    ['{"secrets":["h00k-secret", cut', '{"secrets":***'],
    [
      '"{\\"secret\\":\\"h00k-secret\\",\\"id\\":1}" cut',
      '"{\\"secret\\":\\"***\\",\\"id\\":1}" cut',
    ],
    [
      "<a><webhook-secret>h00k-secret</webhook-secret></a>",
      "<a><webhook-secret>***</webhook-secret></a>",
    ],
    ['<a secret="h00k-secret" id="1"/>', '<a secret="***" id="1"/>'],
    ["refresh-token: h00k-secret\nid: 1", "refresh-token: ***\nid: 1"],
    ["{'continuationToken': 'h00k-secret'}", "{'continuationToken': '***'}"],
    [
      "https://x.example/?a=1&Access_Token=h00k-secret#part",
      "https://x.example/?a=1&Access_Token=***",
    ],
    ["my password = h00k-secret, as before", "my password = ***, as before"],
    ["secret=tokenvalue&token=other", "secret=***&token=***"],
    ['secret=***&token="***"', 'secret=***&token="***"'],
    ["secret=", "secret="],
    ["token", "token"],
    ["the token > 5 secrets: none is known", "the token > 5 secrets: *** is known"],
  ])("%s", (text, masked) => {
    expect(maskNamed(text)).toBe(masked);
  });

  it.each(["secret", "token:", 'password="', "secret={", "<secret>", "secret\\\\"])(
    "takes a time in proportion to its length, for %s over and over",
    (part) => {
      // The square of this would take longer than a test may.
      expect(maskNamed(part.repeat(50_000))).not.toBe("");
    },
  );
});

describe("a secret was shown", () => {
  it.each([
    ["a&b=c'd", "a\\u0026b\\u003dc\\u0027d"],
    ["a&b=c'd", "a\\u0026b\\u003Dc&#39;d"],
    ["p@ss wörd/1", "p%40ss%20w%c3%b6rd%2f1"],
    ["p@ss wörd/1", "p%40ss+w%C3%B6rd%2F1"],
    ["p@ss wörd/1", "p%2540ss%2520w%25c3%25b6rd%252f1"],
    ["ab/cd", "ab\\/cd"],
    ["it's", "it&apos;s"],
    ["it's", "it&#x27;s"],
    ['a"b', 'a\\\\\\"b'],
    ["a\nb\\c", "a\\nb\\\\c"],
    ["key 🔑 here", "key \\ud83d\\uDD11 here"],
    ["(.*)+[x]{2}^$|?-", "(.*)+[x]{2}^$|?-"],
  ])("%j spelled %s", (secret, spelled) => {
    expect(mask(`before ${spelled} after`, [secret])).toBe("before *** after");
  });

  it("in any mixture of characters, escaped in any way, and twice", () => {
    const character = fc.constantFrom(..."ab25fun/\\%&+ '\"é😀<\n\t;#x");
    const secrets = fc.array(character, { minLength: 1, maxLength: 6 }).map((all) => all.join(""));
    const escapes: ((text: string) => string)[] = [
      (text) => text,
      (text) => JSON.stringify(text).slice(1, -1),
      (text) => text.replace(/[^a-z]/g, (unit) => `\\u${hex(unit, 4)}`),
      (text) => encodeURIComponent(text),
      (text) => new URLSearchParams({ q: text }).toString().slice(2),
      (text) => [...text].map((one) => `&#${one.codePointAt(0)};`).join(""),
      (text) => text.replace(/[&<>"']/g, (one) => `&#x${hex(one, 2)};`),
    ];
    const pair = fc.tuple(fc.constantFrom(...escapes), fc.constantFrom(...escapes));
    fc.assert(
      fc.property(secrets, pair, (secret, [inner, outer]) => {
        expect(mask(`(${outer(inner(secret))})`, [secret])).toBe("(***)");
      }),
      { numRuns: 5_000 },
    );
  });

  it("in what a long, wide or quoted cause holds", () => {
    const quotes = 'it\'s "q" `z`';
    for (const [secret, more] of [
      ["hunter2", { headers: `${"x".repeat(10_050)}hunter2` }],
      ["hunter2", { list: [...Array(150).fill(0), "hunter2"] }],
      ["hunter2", { a: { b: { c: { d: { e: { f: { g: "hunter2" } } } } } } }],
      [quotes, { body: quotes }],
    ] as const) {
      const error = Object.assign(new Error("boom"), more);
      expect(maskedCause(error, [secret])).not.toBe(error);
      expect(maskedCause(error, ["another"])).toBe(error);
    }
  });

  it("in the url and message of a call that had it in its query", async () => {
    const queries: Record<string, string>[] = [{ password: "other" }, { q: "hunter2" }];
    for (const query of queries) {
      const error = await failure(client([loggedIn(), json({}, 400)]).get("/x", { query }));
      expect(inspect(error, { depth: null })).not.toMatch(/hunter2|other/);
      expect(error.url).toMatch(/^https:\/\/eu\.preservica\.com\/x\?\w+=\*\*\*$/);
    }
  });

  it("by hiding its letters in the name of the server", async () => {
    const error = await failure(client([loggedIn(), json({}, 400)], "p").get("/x"));
    expect(error.url).toBe("https://eu.preservica.com/x");
  });

  it("where a long body was cut", () => {
    expect(maskedBody(`${"x".repeat(1_996)}hunter2`, ["hunter2"])).not.toContain("hunt");
  });
});

it.each(["a/", "%25", "\\\\", "&#38;"])(
  "took seconds for a large body of nearly the secret: %s",
  (part) => {
    const secret = `${part.repeat(500)}b`;
    expect(maskedBody(part.repeat(500_000), [secret]).length).toBeLessThan(2_100);
  },
);

it("fell over errors that cannot be looked at", async () => {
  const broken = Object.create(Error.prototype, {
    message: {
      get() {
        throw new Error("boo");
      },
    },
  });
  for (const thrown of [broken, Object.assign(new Error("x"), { message: Symbol("s") })]) {
    const error = await failure(client([thrown]).token());
    expect(error.code).toBe("connection_failed");
  }
});
