import { createHmac } from "node:crypto";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { events, sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";
import { stepReachedNotification } from "@clustaar/webhook-core/testing";
import { expect } from "vitest";
import { type Case, withMounted } from "../with-host.ts";

const privateKey = "contract-key";

function greeter(): Webhook {
  const webhook = new Webhook({ privateKey, auth: { username: "bot", password: "s3cret:é" } });
  webhook.on(events.CONVERSATION_STEP_REACHED, ({ notification }) => {
    const { session } = notification.event;
    return stepReachedResponse({
      actions: [sendTextAction({ alternatives: ["Ça va 🌍"] })],
      session,
    });
  });
  return webhook;
}

/** As the platform sends it; signed here with nothing but node:crypto. */
function signed(change: (body: string) => string | Uint8Array = (body) => body): {
  body: string | Uint8Array;
  headers: [string, string][];
} {
  const body = change(JSON.stringify(stepReachedNotification({ session: { name: "Milou 🐕" } })));
  const date = new Date().toUTCString();
  const signature = createHmac("sha1", privateKey)
    .update(`date=${date}\n`)
    .update(body)
    .digest("hex");
  const credentials = Buffer.from("bot:s3cret:é").toString("base64");
  const headers: [string, string][] = [
    ["Content-Type", "application/json"],
    ["Date", date],
    ["Authorization", `Basic ${credentials}`],
    ["X-Hub-Signature", `sha1=${signature}`],
  ];
  return { body, headers };
}

const encodings: Record<string, (body: string) => Uint8Array> = {
  gzip: (body) => gzipSync(body),
  deflate: (body) => deflateSync(body),
  br: (body) => brotliCompressSync(body),
  zstd: (body) => Buffer.from(body),
};

/** The endpoint all this is for. */
export const webhookCases = {
  "answers a signed notification with actions": (host) =>
    withMounted(host, greeter(), async ({ send }) => {
      const answer = await send(signed());
      expect(answer.status).toBe(200);
      expect(answer.headers["content-type"]).toBe("application/json");
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        actions: [{ type: "send_text_action", alternatives: ["Ça va 🌍"] }],
        session: { values: { name: "Milou 🐕" } },
      });
    }),

  "refuses a notification that was changed on the way": (host) =>
    withMounted(host, greeter(), async ({ send }) => {
      const { body, headers } = signed();
      const answer = await send({ headers, body: `${body} ` });
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toMatch(/^Signature/);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ code: "signature_invalid" });
    }),

  "answers a signed notification that begins with a byte order mark": (host) =>
    withMounted(host, greeter(), async ({ send }) => {
      const answer = await send(signed((body) => `\ufeff${body}`));
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body.toString())).toMatchObject({
        session: { values: { name: "Milou 🐕" } },
      });
    }),

  "refuses a compressed notification: 415 when it is signed, 401 when it is not": (host) => {
    const told: [number, string | undefined][] = [];
    const webhook = greeter().onResponse(({ status, code }) => told.push([status, code]));
    return withMounted(host, webhook, async ({ send }) => {
      for (const [encoding, compress] of Object.entries(encodings)) {
        told.length = 0;
        const { body, headers } = signed(compress);
        const encoded: [string, string][] = [["Content-Encoding", encoding], ...headers];
        const answer = await send({ headers: encoded, body });
        expect(answer.status).toBe(415);
        expect(answer.headers["content-type"]).toBe("application/problem+json");
        expect(JSON.parse(answer.body.toString())).toMatchObject({
          code: "encoding_unsupported",
          detail: expect.stringContaining(encoding),
        });
        const unsigned = encoded.filter(([name]) => name !== "X-Hub-Signature");
        expect((await send({ headers: unsigned, body })).status).toBe(401);
        // What claims to be compressed and is not.
        expect((await send({ headers: unsigned, body: "{}" })).status).toBe(401);
        expect(told).toEqual([
          [415, "encoding_unsupported"],
          [401, "signature_missing"],
          [401, "signature_missing"],
        ]);
      }
    });
  },

  "refuses a second Date or Authorization, whichever stands first": (host) =>
    withMounted(host, greeter(), async ({ send }) => {
      const other: [string, string][] = [
        ["Date", "Sun, 22 Nov 2026 10:00:00 GMT"],
        ["Authorization", "Basic Ym90OndvcnN0"],
      ];
      for (const header of other) {
        const { body, headers } = signed();
        for (const both of [
          [header, ...headers],
          [...headers, header],
        ]) {
          const answer = await send({ headers: both, body });
          expect(answer.status).toBe(401);
        }
      }
    }),

  "refuses a method with Allow": (host) =>
    withMounted(host, greeter(), async ({ send }) => {
      for (const method of ["GET", "HEAD", "OPTIONS", "DELETE"]) {
        const answer = await send({ method });
        expect(answer.status).toBe(405);
        expect(answer.headers.allow).toBe("POST");
      }
    }),
} satisfies Record<string, Case>;
