import {
  createEndpoint,
  HttpError,
  type ObservableEndpoint,
  type WebhookResponse,
} from "@clustaar/webhook-core/endpoint";
import { expect, vi } from "vitest";
import { recorder } from "../endpoints.ts";
import { rawClient } from "../raw-client.ts";
import { type Case, withMounted, withoutErrors } from "../with-host.ts";

const json: [string, string][] = [["Content-Type", "application/json"]];
const ok: WebhookResponse = { status: 200, headers: {}, body: "" };

/** An endpoint that writes down what its listeners are told. */
function told(respond: (how: string | null) => WebhookResponse = () => ok): {
  endpoint: ObservableEndpoint;
  responses: [status: number, code: string | undefined, path: string][];
  errors: string[];
} {
  const responses: [number, string | undefined, string][] = [];
  const errors: string[] = [];
  const endpoint = createEndpoint({ maxBody: 100 }, async ({ query }) => respond(query.get("how")))
    .onResponse(({ request, status, code }) => responses.push([status, code, request.path]))
    .onError(({ code }) => errors.push(code));
  return { endpoint, responses, errors };
}

/** What the owner of the endpoint gets to know. */
export const listenerCases = {
  "tells the endpoint's listeners what it refuses itself": (host) => {
    const { endpoint, responses, errors } = told();
    return withMounted(host, endpoint, async ({ send }) => {
      expect((await send({ headers: json, body: "x".repeat(101) })).status).toBe(413);
      expect(responses).toEqual([[413, "body_too_large", "/webhook"]]);
      expect(errors).toEqual([]);
    });
  },

  "tells the endpoint's listeners of a body that was consumed": (host) => {
    const { endpoint, responses, errors } = told();
    const setup = { endpoints: { "/webhook": endpoint }, parser: "consumes" as const };
    return withMounted(host, setup, async ({ send }) => {
      expect((await send({ headers: json, body: "{}" })).status).toBe(500);
      expect(responses).toEqual([[500, "raw_body_unavailable", "/webhook"]]);
      expect(errors).toEqual(["raw_body_unavailable"]);
    });
  },

  "writes a 500 of its own to the console where nobody listens": (host) =>
    withoutErrors((log) => {
      const setup = { endpoints: { "/webhook": recorder() }, parser: "drops" as const };
      return withMounted(host, setup, async ({ send }) => {
        expect((await send({ headers: json, body: "{}" })).status).toBe(500);
        expect(log.mock.calls.map(([line]) => line)).toEqual([
          expect.stringContaining("raw_body_unavailable"),
        ]);
      });
    }),

  "calls onResponse once for each answer, with the status that is sent": (host) => {
    const { endpoint, responses, errors } = told((how) => {
      if (how === "refuse") throw new HttpError(403, "no");
      if (how === "fail") throw new Error("a bug");
      if (how === "split") return { ...ok, headers: { "x-split": "a\r\nb: c" } };
      if (how === "status") return { ...ok, status: 99 };
      return ok;
    });
    return withMounted(host, endpoint, async ({ send }) => {
      const statuses: number[] = [];
      for (const how of ["answer", "refuse", "fail", "split", "status", "answer"]) {
        statuses.push((await send({ target: `/webhook?how=${how}`, body: "{}" })).status);
      }
      statuses.push((await send({ body: "x".repeat(101) })).status);
      statuses.push((await send({ chunks: [Buffer.alloc(60), Buffer.alloc(60)] })).status);
      expect(statuses).toEqual([200, 403, 500, 500, 500, 200, 413, 413]);
      expect(responses.map(([status]) => status)).toEqual(statuses);
      expect(errors).toEqual(["handler_failed", "handler_failed", "handler_failed"]);
    });
  },

  "returns a promise that resolves when the answer is written": (host) => {
    const settled: boolean[] = [];
    const endpoint = recorder(async ({ query }) => {
      const before = settled.length;
      await new Promise((later) => setTimeout(later, 20));
      if (query.has("fail")) throw new Error("a bug");
      return { ...ok, body: String(settled.length - before) };
    }, 100);
    const setup = {
      endpoints: { "/webhook": endpoint },
      onSettled: (written: boolean) => void settled.push(written),
    };
    return withoutErrors(() =>
      withMounted(host, setup, async ({ send }) => {
        expect((await send({ body: "{}" })).body.toString()).toBe("0");
        await vi.waitFor(() => expect(settled).toEqual([true]));
        expect((await send({ target: "/webhook?fail", body: "{}" })).status).toBe(500);
        await vi.waitFor(() => expect(settled).toEqual([true, true]));
        expect((await send({ body: "x".repeat(101) })).status).toBe(413);
        await vi.waitFor(() => expect(settled).toEqual([true, true, true]));
      }),
    );
  },

  "resolves that promise when the client is gone": (host) => {
    const settled: boolean[] = [];
    const endpoint = recorder(async (_request, context) => {
      await new Promise((gone) => context?.signal?.addEventListener("abort", gone));
      return ok;
    });
    const setup = {
      endpoints: { "/webhook": endpoint },
      onSettled: (written: boolean) => void settled.push(written),
    };
    return withMounted(host, setup, async (mounted) => {
      const client = await rawClient(mounted);
      client.post("Content-Length: 2", "{}");
      await vi.waitFor(() => expect(endpoint.requests).toHaveLength(1));
      client.socket.destroy();
      await vi.waitFor(() => expect(settled).toEqual([false]));
    });
  },
} satisfies Record<string, Case>;
