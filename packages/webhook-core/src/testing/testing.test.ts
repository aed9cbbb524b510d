import { schemas } from "@clustaar/schemas";
import { describe, expect, it } from "vitest";
import { type Endpoint, sendTextAction, Webhook } from "../index.ts";
import {
  type StepReachedOverrides,
  signedRequest,
  simulate,
  stepReachedNotification,
} from "./index.ts";

describe("stepReachedNotification", () => {
  it("is valid by the strict schema, with and without overrides", () => {
    for (const notification of [
      stepReachedNotification(),
      stepReachedNotification({
        botId: "4321",
        channel: "facebook",
        timestamp: 1514998709,
        step: { id: "1", actions: [sendTextAction({ alternatives: ["Hi"] })] },
        session: { name: "tintin" },
        interlocutor: { firstName: null, location: { lat: 1, long: 2 } },
        input: { type: "custom_event", name: "clicked" },
      }),
    ]) {
      expect(schemas.webhook_request.validate(notification)).toEqual({ success: true });
    }
  });

  it("takes a session model for its values", () => {
    const of = (session: StepReachedOverrides["session"]) =>
      (stepReachedNotification({ session }).data as { session: unknown }).session;
    expect(of({ values: { a: 1 } })).toEqual({ values: { a: 1 } });
    expect(of({ values: { a: 1 }, b: 2 })).toEqual({ values: { values: { a: 1 }, b: 2 } });
  });

  it("refuses an override it does not know", () => {
    expect(() => stepReachedNotification({ interlocutor: { userID: "x" } as never })).toThrow(
      '"userID"',
    );
    expect(() => stepReachedNotification({ step: { userdata: "x" } as never })).toThrow(
      '"userdata"',
    );
    expect(() => stepReachedNotification({ stepId: "1" } as never)).toThrow(
      'unknown option "stepId"',
    );
  });
});

describe("signedRequest", () => {
  it("signs like the platform, with a date and without", async () => {
    const webhook = new Webhook({ privateKey: "k", maxAge: null });
    webhook.on("conversation.step_reached", () => {});
    for (const date of [null, new Date(0), new Date()]) {
      const request = signedRequest({ privateKey: "k", date });
      expect((await webhook.handle(request)).status).toBe(200);
    }
  });

  it("carries a path, a query, a method and other headers", () => {
    const request = signedRequest({
      path: "/a?b=c",
      method: "PUT",
      headers: { Date: "x" },
      body: "",
    });
    expect([
      request.path,
      request.query.get("b"),
      request.method,
      request.headers.get("date"),
    ]).toEqual(["/a", "c", "PUT", "x"]);
  });
});

describe("simulate", () => {
  it("reads an answer in bytes, and one that is not JSON", async () => {
    const endpoint: Endpoint = {
      maxBody: 1,
      handle: async () => ({ status: 200, headers: {}, body: new TextEncoder().encode("pong") }),
    };
    expect(await simulate(endpoint)).toMatchObject({ body: "pong", answer: undefined });
  });

  it("waits for work that goes on after the answer", async () => {
    const done: string[] = [];
    const webhook = new Webhook().on("conversation.step_reached", ({ waitUntil }) =>
      waitUntil(
        new Promise((resolve) => setTimeout(resolve, 20)).then(() => void done.push("sent")),
      ),
    );
    await simulate(webhook);
    expect(done).toEqual(["sent"]);
  });
});
