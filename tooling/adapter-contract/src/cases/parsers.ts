import { expect } from "vitest";
import { echo, sha256 } from "../endpoints.ts";
import { type Case, withMounted } from "../with-host.ts";

const json: [string, string][] = [["Content-Type", "application/json"]];

/** Other body parsers in the app. */
export const parserCases = {
  "says which parser to move when the body was consumed": (host) => {
    const endpoint = echo();
    const setup = { endpoints: { "/webhook": endpoint }, parser: "consumes" as const };
    return withMounted(host, setup, async ({ send }) => {
      const answer = await send({ headers: json, body: '{"a":1}' });
      expect(answer.status).toBe(500);
      expect(answer.headers["content-type"]).toBe("application/problem+json");
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        code: "raw_body_unavailable",
        detail: expect.stringMatching(
          /before (the parser|the middleware|anything)|no onRequest or preParsing hook/,
        ),
      });
      expect(endpoint.requests).toHaveLength(0);
    });
  },

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
