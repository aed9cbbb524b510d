import { describe, expect, it } from "vitest";
import { EmitterError } from "../errors.ts";
import { readDocument } from "./read-document.ts";

const names = ["measure", "order.paid", "order.settled"];
const base = "  events: [after:measure]\n  url: https://example.com/hook\n  secret: s3cr3t\n";

/** Variables are written with @ here: in TypeScript they would look like a mistake. */
const dollars = (text: string) => text.replaceAll("@@{", "$$$${").replaceAll("@{", "$${");

function read(yaml: string, env: Record<string, string> = {}) {
  return readDocument(dollars(yaml), { file: "hooks.yaml", names, env });
}

function mistakes(yaml: string, env: Record<string, string> = {}): string[] {
  try {
    read(yaml, env);
  } catch (error) {
    if (error instanceof EmitterError && error.code === "config_invalid") {
      return error.message.split("\n");
    }
    throw error;
  }
  return [];
}

describe("a mistake names the file, the line, the key, what was expected and the nearest key", () => {
  it.each([
    [
      `- name: a\n${base}  timout: 5s\n`,
      'hooks.yaml:5: 0.timout: unknown key "timout"; did you mean timeout? The keys are name,',
    ],
    [
      `webhooks:\n- name: a\n${base}  backoff:\n    max_trys: 3\n`,
      'hooks.yaml:7: webhooks.0.backoff.max_trys: unknown key "max_trys"; did you mean max_tries?',
    ],
    [
      `webhooks:\n- url: https://x.example\n  secret: s\n  events:\n  - after:measure\n  - after:mesure\n`,
      'hooks.yaml:6: webhooks.0.events.1: expected before:NAME or after:NAME, but there is no event "after:mesure"; did you mean after:measure? The events are "measure", "order.paid"',
    ],
    [
      `webhooks:\n- url: https://x.example\n  secret: s\n  events: on:measure\n`,
      'expected before:NAME or after:NAME, got "on:measure": what happens on an event is done by handlers',
    ],
    [
      `webhooks:\n- url: https://x.example\n  secret: s\n  events: [after:ordr.*]\n`,
      'no event fits "after:ordr.*"',
    ],
    [
      `webhooks:\n- events: after:measure\n`,
      "hooks.yaml:2: webhooks.0.url: expected url, which says where it is sent, got nothing",
    ],
    [
      `webhooks:\n- name: a\n${base}- name: a\n${base}`,
      'hooks.yaml:6: webhooks.1.name: the name "a" is there twice',
    ],
    [
      `webhoks:\n- name: a\n${base}`,
      'hooks.yaml:1: webhoks: unknown key "webhoks"; did you mean webhooks?',
    ],
    [`other: 1\n`, "hooks.yaml:1: expected webhooks: and a list, got undefined"],
    [``, "hooks.yaml:1: expected webhooks: and a list, got null"],
    [
      `webhooks:\n- name: a\n${base}  rate: fast\n`,
      'webhooks.0.rate: expected a rate such as 10/s, 100/m or 5/10s, got "fast"',
    ],
    [`webhooks:\n- name: a\n${base}  rate: 0/s\n`, "with one attempt and one millisecond at least"],
    [
      `webhooks:\n- name: a\n${base}  timeout: 0\n`,
      "webhooks.0.timeout: expected a duration from 1ms to 24d",
    ],
    [`webhooks:\n- name: a\n${base}  concurrency: 0\n`, "expected a whole number from 1 up, got 0"],
    [`webhooks:\n- name: a\n${base}  enabled: maybe\n`, "expected true or false, got a string"],
    [
      `webhooks:\n- name: a\n${base}  signature: standrad\n`,
      "expected one of both, standard, servo, got a string; did you mean standard?",
    ],
    [
      `webhooks:\n- name: a\n${base}  allow_private: [10.0.0.0/99]\n`,
      "expected a network such as 10.0.0.0/8",
    ],
    [
      `webhooks:\n- name: a\n${base}  filter:\n    input.total: {$gte: [1]}\n`,
      "hooks.yaml:7: webhooks.0.filter.input.total.$gte: expected a number or text, got a list",
    ],
    [
      `webhooks:\n- name: a\n${base}  filter:\n    input.total: {$gtt: 1}\n`,
      'expected an operator, got "$gtt"; did you mean $gt?',
    ],
    [
      `webhooks:\n- name: a\n${base}  filter:\n    $and: []\n`,
      'expected a path of the body, or $or, got "$and"',
    ],
    [`webhooks:\n- name: a\n${base}  filter:\n    $or: []\n`, "expected a list of conditions"],
    [`webhooks:\n- name: a\n${base}  tls: {cert: x}\n`, "expected cert and key together"],
    [
      `webhooks:\n- name: a\n${base}  oauth: {token_url: https://x.example}\n`,
      "oauth.client_id: expected a text, got nothing",
    ],
    [
      `webhooks:\n- name: a\n${base}  headers: {content-length: 5}\n`,
      "the header content-length is set by the connection; leave it out",
    ],
    [`webhooks:\n- name: a\n${base}  headers: {x-a: 5, X-A: 6}\n`, "the header X-A is there twice"],
    [
      `webhooks:\n- name: a\n${base}  headers: [x]\n`,
      "webhooks.0.headers.0: expected a header as name: ... and value: ...",
    ],
    [
      `webhooks:\n- name: a\n  events: after:measure\n  url: https://x.example\n  secret: '**********'\n`,
      "got what stands for a hidden one",
    ],
    [
      `webhooks:\n- name: a\n  events: after:measure\n  url: https://x.example\n  secret: whsec_short\n`,
      "expected whsec_ and base64 of at least 24 bytes",
    ],
    [
      `webhooks:\n- name: a\n  events: after:measure\n  url: https://user:hunter2@x.example/a b\n  secret: s\n`,
      "hooks.yaml:4: webhooks.0.url: expected an address",
    ],
    [
      `webhooks:\n- name: a\n${base}  filter: {input.day: 2026-11-26}\n`,
      "hooks.yaml:6: webhooks.0.filter.input.day: expected what JSON can hold, got a date; put it in quotes to compare it as text",
    ],
    [
      `webhooks:\n- name: a\n${base}  filter: {input.a: {$in: [1, .nan]}, input.b: {$not: {$lt: .nan}}}\n`,
      "filter.input.a.$in.1: expected what JSON can hold, got NaN\nhooks.yaml:6: webhooks.0.filter.input.b.$not.$lt: expected a number or text, got NaN",
    ],
    [
      `webhooks:\n- name: a\n  events: after:measure\n  url: https://me:hunter%2@x.example\n  secret: s\n`,
      "hooks.yaml:4: webhooks.0.url: expected an address with http:// or https:// in front, with %25 for a % in its user or password",
    ],
    [
      `webhooks:\n- name: whk_a\n${base}`,
      "hooks.yaml:2: webhooks.0.name: expected a name that does not begin with whk_",
    ],
    [
      `webhooks:\n- name: a\n${base}  zzzzzzzz: 1\n`,
      'webhooks.0.zzzzzzzz: unknown key "zzzzzzzz"; the keys are name,',
    ],
    [
      `webhooks:\n- name: \${}\n${base}`,
      "hooks.yaml:2: webhooks.0.name: expected the name of an environment variable between the braces",
    ],
    [
      `webhooks:\n- name: "a\\0"\n${base}`,
      "hooks.yaml:2: webhooks.0.name: expected a text of whole characters without U+0000",
    ],
    ["webhooks:\n- *nobody\n", "hooks.yaml:2:3: there is no anchor &nobody before *nobody"],
    ["webhooks:\n- name: !mine a\n", "hooks.yaml:2:9: Unresolved tag: !mine"],
    ["webhooks: []\n---\na: 1\n", "hooks.yaml:2:1: expected one document, got a second one"],
    ["webhooks:\n-\turl: x\n\tname: a\n", "hooks.yaml:2:2: Tabs are not allowed as indentation"],
    ["webhooks:\n  - a: [\n", "hooks.yaml:"],
    [
      "webhooks: []\nwebhooks: []\n",
      "hooks.yaml:2:1: the key webhooks is there twice; keep one of them",
    ],
  ])("%#", (yaml, expected) => {
    const found = mistakes(yaml);
    expect(found.join("\n")).toContain(expected);
    for (const line of found) expect(line).toMatch(/^hooks\.yaml:\d+/);
    expect(found.join("\n")).not.toMatch(/hunter2|s3cr3t/);
  });

  it("tells all mistakes at once", () => {
    expect(mistakes("webhooks:\n- events: [after:nope]\n  url: nope\n  foo: 1\n")).toHaveLength(4);
  });
});

describe("variables", () => {
  it("are replaced wherever there is text, and may be part of it", () => {
    const [one] = read(
      'webhooks:\n- events: [after:measure]\n  url: https://@{HOST}/hook\n  secret: ["@{NEW}", old]\n  headers: {x-key: "a @{KEY} @@{KEY}"}\n',
      { HOST: "x.example", NEW: "n3w", KEY: "k" },
    );
    expect(one).toMatchObject({
      url: "https://x.example/hook",
      secrets: ["n3w", "old"],
      headers: { "x-key": dollars("a k @{KEY}") },
    });
  });

  it("that are missing or empty are mistakes", () => {
    const yaml =
      "webhooks:\n- events: [after:measure]\n  url: https://x.example\n  secret: @{HOOK}\n";
    expect(mistakes(yaml).join()).toContain(
      "webhooks.0.secret: the environment variable HOOK is not set",
    );
    expect(mistakes(yaml, { HOOK: "" }).join()).toContain("HOOK is empty");
  });

  it("stand in for an absent secret or url, never for one that is there", () => {
    const env = { WEBHOOK_SECRET: "env", WEBHOOK_URL: "https://env.example/" };
    const [one, two] = read(
      "webhooks:\n- events: after:measure\n- events: after:measure\n  secret: own\n  url: https://own.example/\n",
      env,
    );
    expect(one).toMatchObject({ secrets: ["env"], url: env.WEBHOOK_URL });
    expect(two).toMatchObject({ secrets: ["own"], url: "https://own.example/" });
  });
});

describe("every key", () => {
  it("is read", () => {
    const [one] = read(`webhooks:
- name: a
  description: all of it
  events: [before:measure, after:order.*]
  url: https://example.com/hook
  secret: [new, old]
  headers:
  - name: X-A
    value: 1
  backoff: {max_tries: 3, max_time: 1h30m}
  timeout: 2.5
  concurrency: 4
  rate: 100/m
  filter: {input.total: {$gt: 100}}
  enabled: false
  proxy: http://proxy.internal:3128
  channels: news
  response_channel: answers
  allow_private: [10.0.0.0/8, "fd00::/8"]
  allow_insecure: true
  signature: standard
  content_type: application/json
  on_failure: cancel
  tls: {cert: C, key: K, ca: A}
  oauth: {token_url: https://auth.example/token, client_id: me, client_secret: cs, scope: hooks}
`);
    expect(one).toEqual({
      name: "a",
      description: "all of it",
      events: ["before:measure", "after:order.*"],
      url: "https://example.com/hook",
      secrets: ["new", "old"],
      headers: { "X-A": "1" },
      backoff: { maxTries: 3, maxTime: 5_400_000 },
      timeout: 2_500,
      concurrency: 4,
      rate: { count: 100, perMs: 60_000 },
      filter: { "input.total": { $gt: 100 } },
      enabled: false,
      proxy: "http://proxy.internal:3128",
      channels: ["news"],
      responseChannel: "answers",
      allowPrivate: ["10.0.0.0/8", "fd00::/8"],
      allowInsecure: true,
      signature: "standard",
      contentType: "application/json",
      onFailure: "cancel",
      tls: { cert: "C", key: "K", ca: "A" },
      oauth: {
        tokenUrl: "https://auth.example/token",
        clientId: "me",
        clientSecret: "cs",
        scope: "hooks",
      },
    });
  });

  it("of a file that others share is left alone", () => {
    expect(
      read(`connectors: [webhooks]\nservo: {a: 1}\nwebhooks:\n- name: a\n${base}`),
    ).toHaveLength(1);
  });
});

it("an alias bomb ends with an error, not with the memory", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let n = 1; n < 9; n++)
    lines.push(`a${n}: &a${n} [${Array.from({ length: 10 }, () => `*a${n - 1}`).join(", ")}]`);
  expect(() => read(`${lines.join("\n")}\nwebhooks: *a8\n`)).toThrow(EmitterError);
});
