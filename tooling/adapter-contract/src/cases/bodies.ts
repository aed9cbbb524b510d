import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { echo, sha256 } from "../endpoints.ts";
import { type Case, withMounted } from "../with-host.ts";

const text = '{"text":"Ça va, 你好, \u202e, 🌍👩‍👩‍👧, 𝒳"}';
const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);

/** The raw bytes, whatever they are and however they are sent. */
export const bodyCases = {
  "hands over UTF-8 and astral text byte for byte": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      const headers: [string, string][] = [["Content-Type", "application/json"]];
      const answer = await send({ headers, body: text });
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        length: Buffer.byteLength(text),
        hash: sha256(text),
      });
    }),

  "keeps a byte order mark, spaces and line ends": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      const body = '\ufeff \r\n{"a" : 1}\r\n\n ';
      const answer = await send({ headers: [["Content-Type", "application/json"]], body });
      expect(JSON.parse(answer.body.toString()).hash).toBe(sha256(body));
    }),

  "hands over bytes that are not text": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      for (const type of ["application/json; charset=utf-8", "application/octet-stream"]) {
        const answer = await send({ headers: [["Content-Type", type]], body: everyByte });
        expect(JSON.parse(answer.body.toString()).hash).toBe(sha256(everyByte));
      }
    }),

  "hands over a compressed body as it came": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      const body = gzipSync(text);
      const headers: [string, string][] = [
        ["Content-Type", "application/json"],
        ["Content-Encoding", "gzip"],
      ];
      const answer = await send({ headers, body });
      expect(JSON.parse(answer.body.toString()).hash).toBe(sha256(body));
    }),

  "takes an empty body and no body": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      for (const sent of [{ body: "" }, {}, { method: "GET" }]) {
        const answer = await send({ ...sent, headers: [["Content-Type", "application/json"]] });
        expect(JSON.parse(answer.body.toString())).toMatchObject({ length: 0, hash: sha256("") });
      }
    }),

  "does not care what the content type says": (host) =>
    withMounted(host, echo({ headers: ["content-type"] }), async ({ send }) => {
      const types = [
        "application/json",
        "application/json; charset=utf-7",
        "text/plain; charset=klingon",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "nonsense",
        "a/b/c",
        ";;;",
        "application/json, application/json",
      ];
      for (const type of types) {
        const body = "not json {";
        const answer = await send({ headers: [["Content-Type", type]], body });
        expect(JSON.parse(answer.body.toString())).toMatchObject({
          headers: { "content-type": type },
          hash: sha256(body),
        });
      }
    }),

  "does not need a content type": (host) =>
    withMounted(host, echo({ headers: ["content-type"] }), async ({ send }) => {
      const answer = await send({ body: Buffer.from(text) });
      expect(JSON.parse(answer.body.toString())).toMatchObject({ hash: sha256(text) });
    }),

  "joins a chunked body": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      const big = Buffer.alloc(300_000, "é");
      const chunks = [big.subarray(0, 100_001), big.subarray(100_001, 100_002)];
      const answer = await send({ chunks: [...chunks, big.subarray(100_002)] });
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        length: big.length,
        hash: sha256(big),
      });
    }),

  "joins chunks of one byte": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      const bytes = Buffer.from(text.repeat(20));
      const chunks = Array.from(bytes, (byte) => Uint8Array.of(byte));
      const answer = await send({ chunks });
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        length: bytes.length,
        hash: sha256(bytes),
      });
    }),

  "keeps the bodies of concurrent requests apart": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      const bodies = Array.from({ length: 60 }, (_, index) => `${index}:`.repeat(index * 97 + 1));
      const answers = await Promise.all(
        bodies.map((body, index) => send({ target: `/webhook?n=${index}`, body })),
      );
      expect(answers.map(({ body }) => JSON.parse(body.toString()))).toMatchObject(
        bodies.map((body, index) => ({ hash: sha256(body), query: [["n", String(index)]] })),
      );
    }),
} satisfies Record<string, Case>;
