import { describe, expect, it } from "vitest";
import { events, stepReachedResponse, Webhook, type WebhookNotification } from "../index.ts";
import { simulate, stepReachedNotification } from "../testing/index.ts";

type Json = Record<string, unknown>;

/** A notification as the platform sends it, with something else at one place. */
function wire(path: string, value: unknown): Json {
  const notification = stepReachedNotification({
    session: { name: "tintin" },
    interlocutor: {
      location: { lat: 1.5, long: 2.5 },
      externalId: "e",
      isLogged: true,
      usedToTest: false,
      customAttributes: { city: "Lyon" },
    },
  });
  const keys = path.split("/");
  const last = keys.pop() ?? "";
  const parent = keys.reduce<Json>((node, key) => node[key] as Json, notification);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return notification;
}

/** The original writes null for what is absent: the two are one. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}

async function answered(
  notification: Json,
  handler: (notification: WebhookNotification) => ReturnType<typeof stepReachedResponse>,
) {
  const errors: string[] = [];
  const webhook = new Webhook().onError((error) => errors.push(error.message));
  webhook.on(events.CONVERSATION_STEP_REACHED, (context) => handler(context.notification));
  const { status, body } = await simulate(webhook, { notification });
  expect(errors).toEqual([]);
  expect(status, body).toBe(200);
  return JSON.parse(body) as Json;
}

const echo = ({ event: { step, session, interlocutor } }: WebhookNotification) =>
  stepReachedResponse({ actions: [...step.actions], session, interlocutor });

/** A handler that copies what it changes instead of changing it. */
const copy = ({ event: { session, interlocutor } }: WebhookNotification) =>
  stepReachedResponse({
    actions: [],
    session: { ...session },
    interlocutor: { ...interlocutor, lastName: "Ada" },
  });

const visitor = ["id", "userID", "externalID", "email", "firstName", "phoneNumber"];
const places = [
  ...["botID", "timestamp", "type", "data/type", "data/channel", "data/input", "data/step"],
  ...["id", "name", "userData", "actions"].map((key) => `data/step/${key}`),
  ...["data/session", "data/session/values", "data/interlocutor"],
  ...[...visitor, "location", "customAttributes", "isLogged", "usedToTest"].map(
    (key) => `data/interlocutor/${key}`,
  ),
  ...["lat", "long"].map((key) => `data/interlocutor/location/${key}`),
];
const values = [null, true, 1, 1.5, "x", [], {}, { age: 21 }, undefined];

describe("a notification whose envelope does not fit", () => {
  it.each(places)("is handled, and echoed as it came, whatever stands at %s", async (place) => {
    for (const value of values) {
      const notification = wire(place, value);
      const { session, interlocutor } = notification.data as Json;
      const answer = await answered(notification, echo);
      expect(withoutNulls({ actions: [], ...answer }), JSON.stringify(value)).toEqual(
        withoutNulls({ actions: [], session, interlocutor }),
      );
    }
  });

  it.each(places)("may be answered with changed copies, whatever stood at %s", async (place) => {
    for (const value of values) {
      const answer = await answered(wire(place, value), copy);
      expect(answer.interlocutor).toMatchObject({ lastName: "Ada" });
    }
  });

  it("still has the limits of what the handler makes itself checked", async () => {
    const webhook = new Webhook().onError(() => {});
    webhook.on(events.CONVERSATION_STEP_REACHED, ({ notification: { event } }) =>
      stepReachedResponse({
        actions: [],
        interlocutor: { ...event.interlocutor, customAttributes: { age: 22 as never } },
      }),
    );
    const notification = wire("data/interlocutor/customAttributes", { age: 21 });
    expect((await simulate(webhook, { notification })).problem?.code).toBe("response_invalid");
  });
});
