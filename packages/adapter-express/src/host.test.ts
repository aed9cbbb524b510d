import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Webhook } from "@clustaar/webhook-core";
import { stepReachedNotification } from "@clustaar/webhook-core/testing";
import express, { type Request, type Response } from "express";
import { expect, it } from "vitest";
import { type ExpressHost, expressAdapter } from "./index.ts";

it("gives handlers Express's own request and response", async () => {
  const webhook = new Webhook().host<ExpressHost<Request, Response>>();
  webhook.on("conversation.step_reached", ({ host: { req, res }, notification }) => {
    Object.assign(notification.event.session.values, {
      parameter: req.params.bot,
      local: res.locals.tenant,
      header: req.get("x-trace"),
    });
  });
  const app = express();
  app.all("/bots/:bot/webhook", (_req, res, next) => {
    res.locals.tenant = "acme";
    next();
  });
  app.all("/bots/:bot/webhook", expressAdapter(webhook));
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/bots/42/webhook`, {
    method: "POST",
    headers: { "x-trace": "t-1" },
    body: JSON.stringify(stepReachedNotification()),
  });
  expect(await response.json()).toMatchObject({
    session: { values: { parameter: "42", local: "acme", header: "t-1" } },
  });
  server.close();
});

it("refuses a webhook that counts on another host, when it is compiled", () => {
  const webhook = new Webhook().host<{ event: object; context: undefined }>();
  // @ts-expect-error Express has no event
  expect(expressAdapter(webhook)).toBeTypeOf("function");
  expect(expressAdapter(new Webhook().host<ExpressHost>())).toBeTypeOf("function");
});
