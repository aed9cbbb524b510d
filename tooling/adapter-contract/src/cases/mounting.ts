import { expect } from "vitest";
import { echo } from "../endpoints.ts";
import { type Case, withMounted } from "../with-host.ts";

/** Where endpoints stand. */
export const mountingCases = {
  "mounts two endpoints in one app": (host) => {
    const endpoints = { "/one": echo({ name: "one" }), "/two": echo({ name: "two", maxBody: 5 }) };
    return withMounted(host, { endpoints }, async ({ send }) => {
      const [one, two] = await Promise.all([
        send({ target: "/one", body: "to one" }),
        send({ target: "/two", body: "to 2" }),
      ]);
      expect(JSON.parse(one.body.toString())).toMatchObject({ name: "one", length: 6 });
      expect(JSON.parse(two.body.toString())).toMatchObject({ name: "two", length: 4 });
      expect((await send({ target: "/two", body: "to two" })).status).toBe(413);
    });
  },

  "mounts below a path, and tells the endpoint the whole of it": (host) => {
    const endpoints = { "/bots/42/webhook": echo() };
    return withMounted(host, { endpoints }, async ({ send }) => {
      const answer = await send({ target: "/bots/42/webhook?a=b", body: "{}" });
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        path: "/bots/42/webhook",
        query: [["a", "b"]],
      });
    });
  },

  "mounts at the root": (host) =>
    withMounted(host, { endpoints: { "/": echo() } }, async ({ send }) => {
      const answer = await send({ target: "/", body: "{}" });
      expect(JSON.parse(answer.body.toString())).toMatchObject({ path: "/", length: 2 });
      const query = await send({ target: "/?a=b", body: "{}" });
      expect(JSON.parse(query.body.toString())).toMatchObject({ path: "/", query: [["a", "b"]] });
    }),
} satisfies Record<string, Case>;
