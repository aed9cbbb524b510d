import { memoryStore, type WebhookRequest } from "@clustaar/webhook-core";
import { preservica, preservicaLatin1 } from "@clustaar/webhook-core/signatures";
import fc from "fast-check";
import { expect, it } from "vitest";
import { PreservicaReceiver } from "../index.ts";
import { deliveryRequest } from "../testing.ts";

const secret = "fuzz-s3cr3t-fuzz";
const runs = 8_000;
const base = new TextEncoder().encode(
  JSON.stringify({
    triggerType: "INDEXED",
    events: [{ entityRef: "a" }, { entityRef: "b", title: "é", extra: { deep: [1] } }],
  }),
);

/** Bytes changed, cut, doubled, inserted; JSON of any shape; depth; size; prototype keys. */
const bodies: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.constant(base),
  fc.tuple(fc.nat(base.length - 1), fc.nat(255)).map(([at, byte]) => {
    const bytes = base.slice();
    bytes[at] = byte;
    return bytes;
  }),
  fc.nat(base.length).map((end) => base.slice(0, end)),
  fc
    .tuple(fc.nat(base.length), fc.uint8Array({ maxLength: 20 }))
    .map(([at, added]) => Buffer.concat([base.subarray(0, at), added, base.subarray(at)])),
  fc.uint8Array({ maxLength: 200 }),
  fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
  fc.array(fc.jsonValue({ maxDepth: 3 })).map((events) => Buffer.from(JSON.stringify({ events }))),
  fc
    .tuple(
      fc.constantFrom(
        "events",
        "__proto__",
        "constructor",
        "prototype",
        "trigger",
        "triggerType",
        "toString",
        "length",
      ),
      fc.jsonValue({ maxDepth: 2 }),
    )
    .map(([key, value]) =>
      Buffer.from(
        `{"events":[{${JSON.stringify(key)}:${JSON.stringify(value)}}],${JSON.stringify(key)}:${JSON.stringify(value)}}`,
      ),
    ),
  fc
    .integer({ min: 1, max: 6000 })
    .map((depth) => Buffer.from(`{"events":[{"a":${"[".repeat(depth)}${"]".repeat(depth)}}]}`)),
  fc
    .integer({ min: 0, max: 70_000 })
    .map((size) => Buffer.from(`{"events":[{"entityRef":"${"x".repeat(size)}"}]}`)),
);

const queries = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  fc.constantFrom(
    "trigger=INDEXED",
    "trigger=MOVED&trigger=INDEXED",
    "trigger",
    "challengeCode",
    "challengeCode=%FF",
    "challengeCode=%00&x=%",
  ),
  fc.string({ unit: "binary" }),
  fc
    .string({ unit: "binary" })
    .map((code) => `challengeCode=${encodeURIComponent(Buffer.from(code).toString())}`),
  fc.string().map((trigger) => `trigger=${trigger}`),
);

const signatures: fc.Arbitrary<string | null> = fc.oneof(
  fc.constant(null),
  fc.string({ maxLength: 80 }),
  fc.stringMatching(/^[0-9a-fA-F]{64}$/),
);

const deliveries = fc.record({
  body: bodies,
  query: queries,
  method: fc.oneof(
    { weight: 9, arbitrary: fc.constant("POST") },
    fc.constantFrom("GET", "PUT", "post", "", "POST "),
  ),
  /** Most mutants are signed after the change, so that they get past the signature. */
  signature: fc.option(signatures, { nil: undefined, freq: 1 }),
  /** Signs for the latin-1 receiver: its bytes where the body has them. */
  latin1: fc.boolean(),
  failing: fc.boolean(),
});

function signed(body: Uint8Array, latin1: boolean): string {
  try {
    const scheme = latin1 ? preservicaLatin1 : preservica;
    const headers: Record<string, string> = scheme.sign({ body, timestamp: 0 }, secret);
    return headers["preservica-signature"] ?? "";
  } catch {
    return signed(body, false); // it has no latin-1 form
  }
}

it(`answers ${runs} mutated deliveries without a 5xx that no handler caused`, async () => {
  const statuses = new Map<number, number>();
  let failed = 0;
  let answers = 0;
  let told = 0;
  const receiver = (legacyLatin1: boolean) => {
    const made = new PreservicaReceiver({
      secret,
      legacyLatin1,
      maxBody: 65_536,
      idempotency: { store: memoryStore({ maxEntries: 100 }) },
    });
    let failing = false;
    made.onError(() => {});
    made.onResponse(() => {
      told += 1;
    });
    made.on("INDEXED", ({ event }) => void event.entityRef?.length);
    made.onEvent(() => {
      if (!failing) return;
      failed += 1;
      throw new Error(`broken with ${secret}`);
    });
    return { made, set: (value: boolean) => (failing = value) };
  };
  const receivers = [receiver(false), receiver(true)];
  const polluted = Object.keys(Object.prototype).length;

  await fc.assert(
    fc.asyncProperty(deliveries, async ({ body, query, method, signature, latin1, failing }) => {
      const header = signature === undefined ? signed(body, latin1) : signature;
      const request: WebhookRequest = {
        method,
        path: "/",
        query: new URLSearchParams(query),
        headers: { get: (name) => (name.toLowerCase() === "preservica-signature" ? header : null) },
        body,
      };
      for (const { made, set } of receivers) {
        set(failing);
        const before = failed;
        const answer = await made.handle(request);
        answers += 1;
        expect(told).toBe(answers);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (answer.status >= 500) {
          expect([answer.status, failed > before]).toEqual([500, true]);
        } else {
          expect(failed).toBe(before);
        }
        const problem = JSON.parse(String(answer.body));
        if (answer.status !== 200) expect(problem.code).toMatch(/^[a-z_]+$/);
        expect(String(answer.body)).not.toContain(secret);
        expect(String(answer.body)).not.toMatch(/\bat .*\.ts:\d+/);
      }
    }),
    { numRuns: runs },
  );
  expect(Object.keys(Object.prototype)).toHaveLength(polluted);
  // The mutants must have come everywhere, or they proved little.
  for (const status of [200, 400, 401, 405, 413, 422, 500]) {
    expect(statuses.get(status) ?? 0, String(status)).toBeGreaterThan(20);
  }
});

it("takes what it is given when nothing is mutated", async () => {
  const made = new PreservicaReceiver({ secret });
  expect((await made.handle(deliveryRequest({ secret, body: base }))).status).toBe(200);
});
