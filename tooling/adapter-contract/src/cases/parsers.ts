import { expect } from "vitest";
import { echo, sha256 } from "../endpoints.ts";
import type { ContractHost, ParserMode } from "../host.ts";
import { type Case, withMounted, withoutErrors } from "../with-host.ts";

const json: [string, string][] = [["Content-Type", "application/json"]];

/** Never 401: nothing is wrong with the signature. */
function expectUnavailable(host: ContractHost, parser: ParserMode, words: string): Promise<void> {
  const endpoint = echo();
  const setup = { endpoints: { "/webhook": endpoint }, parser };
  return withoutErrors(() =>
    withMounted(host, setup, async ({ send }) => {
      const answer = await send({ headers: json, body: '{"a":1}' });
      expect(answer.status).toBe(500);
      const { code, detail } = JSON.parse(answer.body.toString());
      expect(code).toBe("raw_body_unavailable");
      expect(detail).toContain(words);
      // The remedy follows what came.
      expect(detail).toMatch(/\. [A-Z].{30,}\.$/);
      expect(endpoint.requests).toHaveLength(0);
      // Where there is no body, none was parsed.
      expect((await send({ method: "GET" })).status).toBe(200);
    }),
  );
}

/** Other body parsers in the app. */
export const parserCases = {
  "says which parser to move when the body was consumed": (host) => {
    const endpoint = echo();
    const setup = { endpoints: { "/webhook": endpoint }, parser: "consumes" as const };
    return withoutErrors(() =>
      withMounted(host, setup, async ({ send }) => {
        const answer = await send({ headers: json, body: '{"a":1}' });
        expect(answer.status).toBe(500);
        expect(answer.headers["content-type"]).toBe("application/problem+json");
        expect(JSON.parse(answer.body.toString())).toMatchObject({
          code: "raw_body_unavailable",
          // The remedy names what to move: "before the parser", or the hook to leave out.
          detail: expect.stringMatching(/\bbefore\b|\bhook\b/),
        });
        expect(endpoint.requests).toHaveLength(0);
      }),
    );
  },

  "says that the body was parsed when the host hands over a value": (host) =>
    expectUnavailable(host, "parses", "the host parsed them"),

  "says that the body was decoded when the host hands over text": (host) =>
    expectUnavailable(host, "decodes", "the host made text of them"),

  "says that the body was dropped when its content-length declares one": (host) =>
    expectUnavailable(host, "drops", "none of the 7 bytes that content-length declares"),

  "uses the raw bytes that a parser kept": (host) => {
    const setup = { endpoints: { "/webhook": echo() }, parser: "keeps" as const };
    return withMounted(host, setup, async ({ send }) => {
      const body = '{ "a" : "é" }\n';
      const answer = await send({ headers: json, body });
      expect(JSON.parse(answer.body.toString()).hash).toBe(sha256(body));
    });
  },

  "holds kept bytes to the limit too": (host) => {
    const setup = { endpoints: { "/webhook": echo({ maxBody: 10 }) }, parser: "keeps" as const };
    return withMounted(host, setup, async ({ send }) => {
      const answer = await send({ headers: json, body: '{"a":"0123456789"}' });
      expect(answer.status).toBe(413);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ code: "body_too_large" });
    });
  },

  "leaves how the rest of the app parses alone": (host) => {
    const setup = { endpoints: { "/webhook": echo(), "/other": echo() }, jsonPath: "/json" };
    return withMounted(host, setup, async ({ send }) => {
      expect((await send({ headers: json, body: "not json" })).status).toBe(200);
      const parsed = await send({ target: "/json", headers: json, body: '{"a":["é"]}' });
      expect(parsed.status).toBe(200);
      expect(JSON.parse(parsed.body.toString())).toEqual({ a: ["é"] });
      const malformed = await send({ target: "/json", headers: json, body: '{"a":' });
      expect(malformed.status).toBe(400);
      expect((await send({ headers: json, body: "not json" })).status).toBe(200);
    });
  },
} satisfies Record<string, Case>;
