import { expect } from "vitest";
import { echo, recorder } from "../endpoints.ts";
import { type Case, withMounted } from "../with-host.ts";

/** The request as the endpoint sees it. */
export const requestCases = {
  "hands over method, path and query": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      const target = "/webhook?bot=42&tag=b%20c&plus=1+1&%C3%A9=%F0%9F%8C%8D&flag";
      const answer = await send({ target, body: "{}" });
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        method: "POST",
        path: "/webhook",
        query: [
          ["bot", "42"],
          ["tag", "b c"],
          ["plus", "1 1"],
          ["é", "🌍"],
          ["flag", ""],
        ],
      });
    }),

  "keeps every value of a repeated query parameter": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      const answer = await send({ target: "/webhook?tag=b&tag=a%26&tag=b", body: "{}" });
      expect(JSON.parse(answer.body.toString()).query).toEqual([
        ["tag", "b"],
        ["tag", "a&"],
        ["tag", "b"],
      ]);
    }),

  "has an empty query where there is none": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      const answer = await send({ body: "{}" });
      expect(JSON.parse(answer.body.toString())).toMatchObject({ path: "/webhook", query: [] });
    }),

  "survives a query that cannot be decoded": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      const answer = await send({ target: "/webhook?bad=%E0%A4&=&&x=%", body: "{}" });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body.toString()).query).toContainEqual(["x", "%"]);
    }),

  "reads headers by any case of their names": (host) => {
    const endpoint = echo({ headers: ["X-Hub-Signature", "x-hub-signature", "X-HUB-SIGNATURE"] });
    return withMounted(host, endpoint, async ({ send }) => {
      const answer = await send({ headers: [["x-HUB-Signature", "sha1=00"]], body: "{}" });
      const { headers } = JSON.parse(answer.body.toString());
      expect(Object.values(headers)).toEqual(["sha1=00", "sha1=00", "sha1=00"]);
    });
  },

  "has nothing for a header that is not there, or that every object has": (host) =>
    withMounted(
      host,
      echo({ headers: ["x-absent", "constructor", "__proto__"] }),
      async ({ send }) => {
        const answer = await send({ body: "{}" });
        expect(JSON.parse(answer.body.toString()).headers).toMatchObject({
          "x-absent": null,
          constructor: null,
        });
      },
    ),

  "joins repeated headers, those that Node keeps one of included": (host) => {
    const names = ["authorization", "date", "x-hub-signature", "user-agent"];
    return withMounted(host, echo({ headers: names }), async ({ send }) => {
      const headers = names.flatMap((name): [string, string][] => [
        [name, "first"],
        [name.toUpperCase(), "second"],
      ]);
      const answer = await send({ headers, body: "{}" });
      expect(JSON.parse(answer.body.toString()).headers).toEqual(
        Object.fromEntries(names.map((name) => [name, "first, second"])),
      );
    });
  },

  "gives the same request however often it is read, and when it is copied": (host) => {
    const endpoint = recorder((request) => {
      const { query } = request;
      const copy = { ...request };
      const same = request.query === query && copy.query.get("a") === "1";
      return {
        status: same ? 200 : 500,
        headers: {},
        body: `${copy.path} ${copy.headers.get("x-a")}`,
      };
    });
    return withMounted(host, endpoint, async ({ send }) => {
      const answer = await send({ target: "/webhook?a=1", headers: [["x-a", "b"]], body: "{}" });
      expect(answer.status).toBe(200);
      expect(answer.body.toString()).toBe("/webhook b");
    });
  },

  "hands over every method": (host) =>
    withMounted(host, echo(), async ({ send }) => {
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
        const answer = await send({ method });
        expect(JSON.parse(answer.body.toString()).method).toBe(method);
      }
    }),

  "lets the endpoint refuse OPTIONS": (host) => {
    const refusing = recorder(() => ({
      status: 405,
      headers: { allow: "POST", "content-type": "application/problem+json" },
      body: "{}",
    }));
    return withMounted(host, refusing, async ({ send }) => {
      const answer = await send({
        method: "OPTIONS",
        headers: [
          ["Origin", "https://elsewhere.example"],
          ["Access-Control-Request-Method", "POST"],
        ],
      });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe("POST");
      expect(refusing.requests.map(({ method }) => method)).toEqual(["OPTIONS"]);
    });
  },

  "answers HEAD without a body": (host) => {
    const endpoint = echo();
    return withMounted(host, endpoint, async ({ send }) => {
      const answer = await send({ method: "HEAD" });
      expect(answer.status).toBe(200);
      expect(answer.headers["content-type"]).toBe("application/json");
      expect(answer.body).toHaveLength(0);
      expect(endpoint.requests.map(({ method }) => method)).toEqual(["HEAD"]);
    });
  },
} satisfies Record<string, Case>;
