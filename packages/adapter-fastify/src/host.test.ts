import { Webhook } from "@clustaar/webhook-core";
import { stepReachedNotification } from "@clustaar/webhook-core/testing";
import Fastify from "fastify";
import { expect, it } from "vitest";
import { type FastifyHost, fastifyAdapter } from "./index.ts";

it("gives handlers Fastify's own request and reply", async () => {
  const webhook = new Webhook().host<FastifyHost>();
  webhook.on("conversation.step_reached", ({ host: { request, reply }, notification }) => {
    reply.header("x-from-host", "yes");
    Object.assign(notification.event.session.values, request.params);
  });
  const app = Fastify();
  app.register(fastifyAdapter, { endpoint: webhook, path: "/bots/:bot/webhook" });
  const response = await app.inject({
    method: "POST",
    url: "/bots/42/webhook",
    payload: stepReachedNotification(),
  });
  expect(response.headers["x-from-host"]).toBe("yes");
  expect(response.json()).toMatchObject({ session: { values: { bot: "42" } } });
  await app.close();
});

it("refuses a webhook that counts on another host, when it is compiled", async () => {
  const endpoint = new Webhook().host<{ event: object; context: undefined }>();
  // @ts-expect-error Fastify has no event
  const app = Fastify().register(fastifyAdapter, { endpoint });
  await app.close();
});
