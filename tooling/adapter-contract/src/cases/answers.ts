import { expect, vi } from "vitest";
import { fixed, recorder } from "../endpoints.ts";
import { type Case, withMounted, withoutErrors } from "../with-host.ts";

const secret = "the key is 12345";

/** The answer as the client sees it. */
export const answerCases = {
  "passes status, headers and body through": (host) => {
    const headers = { "content-type": "application/json", "x-answer": "42", "retry-after": "7" };
    const endpoint = fixed({ status: 503, headers, body: '{"a":"é🌍"}' });
    return withMounted(host, endpoint, async ({ send }) => {
      const answer = await send({ body: "{}" });
      expect(answer.status).toBe(503);
      expect(answer.headers).toMatchObject(headers);
      expect(answer.body.toString()).toBe('{"a":"é🌍"}');
    });
  },

  "sends each text of a list on a line of its own": (host) => {
    const cookies = ["a=1; Path=/; Expires=Wed, 25 Nov 2026 10:00:00 GMT", "b=2", "c=3"];
    const headers = { "set-cookie": cookies, "www-authenticate": ["Basic", "Digest"] };
    return withMounted(host, fixed({ status: 401, headers, body: "no" }), async ({ send }) => {
      const answer = await send({ body: "{}" });
      expect(answer.cookies.toSorted()).toEqual(cookies);
      expect(answer.headers["www-authenticate"]).toBe("Basic, Digest");
      expect(cookies).toHaveLength(3);
    });
  },

  "leaves the endpoint's answer as it is": (host) => {
    const response = Object.freeze({
      status: 200,
      headers: Object.freeze({ "x-a": "b" }),
      body: "hello",
    });
    return withMounted(host, fixed(response), async ({ send }) => {
      expect((await send({ body: "{}" })).body.toString()).toBe("hello");
      expect((await send({ body: "{}" })).body.toString()).toBe("hello");
      expect(response.headers).toEqual({ "x-a": "b" });
    });
  },

  "counts the length of an answer in bytes, whatever the endpoint says": (host) => {
    const body = "é🌍".repeat(1000);
    const headers = { "content-type": "text/plain; charset=utf-8", "content-length": "5" };
    return withMounted(host, fixed({ status: 200, headers, body }), async ({ send }) => {
      const answer = await send({ body: "{}" });
      // Where there is no server, nothing counts.
      expect(["6000", undefined]).toContain(answer.headers["content-length"]);
      expect(answer.body.toString()).toBe(body);
    });
  },

  "adds no content type of its own": (host) =>
    withMounted(host, fixed({ status: 200, headers: {}, body: "hello" }), async ({ send }) => {
      const answer = await send({ body: "{}" });
      expect(answer.headers["content-type"]).toBeUndefined();
      expect(answer.body.toString()).toBe("hello");
    }),

  "sends bytes": (host) => {
    // A view into a larger buffer: only the view is the answer.
    const body = Uint8Array.from({ length: 300 }, (_, index) => index % 256).subarray(10, 290);
    const headers = { "content-type": "image/png" };
    return withMounted(host, fixed({ status: 200, headers, body }), async ({ send }) => {
      const answer = await send({ body: "{}" });
      expect(answer.headers["content-type"]).toBe("image/png");
      expect([...answer.body]).toEqual([...body]);
    });
  },

  "sends an empty answer": (host) => {
    const headers = { "content-type": "text/plain" };
    return withMounted(host, fixed({ status: 200, headers, body: "" }), async ({ send }) => {
      const answer = await send({ body: "{}" });
      expect(answer.status).toBe(200);
      expect(answer.body).toHaveLength(0);
    });
  },

  "sends statuses that have no body without one": (host) => {
    const endpoint = recorder(({ query }) => ({
      status: Number(query.get("status")),
      headers: { "x-a": "b" },
      body: "ignored",
    }));
    return withMounted(host, endpoint, async ({ send }) => {
      for (const status of [204, 304]) {
        const answer = await send({ target: `/webhook?status=${status}`, body: "{}" });
        expect(answer.status).toBe(status);
        expect(answer.headers).toMatchObject({ "x-a": "b" });
        expect(answer.headers["content-length"]).toBeUndefined();
        expect(answer.body).toHaveLength(0);
      }
    });
  },

  "answers 500 for an endpoint that rejects, without its words": (host) =>
    withoutErrors((log) => {
      const endpoint = recorder(() => Promise.reject(new Error(secret)));
      return withMounted(host, endpoint, async ({ send }) => {
        const answer = await send({ body: "{}" });
        expect(answer.status).toBe(500);
        expect(answer.headers["content-type"]).toBe("application/problem+json");
        expect(JSON.parse(answer.body.toString())).toMatchObject({ code: "handler_failed" });
        expect(answer.body.toString()).not.toContain(secret);
        expect(String(log.mock.calls[0]?.[1])).toContain(secret);
      });
    }),

  "never sends a header that would split the answer": (host) =>
    withoutErrors(() => {
      const headers = { "x-split": "a\r\nx-injected: 1" };
      return withMounted(host, fixed({ status: 200, headers, body: "" }), async ({ send }) => {
        const answer = await send({ body: "{}" });
        expect(answer.status).toBe(500);
        expect(answer.headers["x-injected"]).toBeUndefined();
      });
    }),

  "lets work go on after the answer, and fail": (host) => {
    const done: string[] = [];
    const endpoint = recorder((_request, context) => {
      const later = (name: string) => new Promise((go) => setImmediate(go, name));
      context?.waitUntil?.(later("work").then((name) => done.push(String(name))));
      context?.waitUntil?.(later("bad work").then((name) => Promise.reject(new Error(`${name}`))));
      return { status: 200, headers: {}, body: context?.waitUntil ? "offered" : "not offered" };
    });
    return withMounted(host, endpoint, async ({ send }) => {
      const answer = await send({ body: "{}" });
      expect(answer.status).toBe(200);
      expect(answer.body.toString()).toBe("offered");
      await vi.waitFor(() => expect(done).toEqual(["work"]));
    });
  },
} satisfies Record<string, Case>;
