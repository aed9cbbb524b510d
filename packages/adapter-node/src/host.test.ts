import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "@clustaar/webhook-core";
import { stepReachedNotification } from "@clustaar/webhook-core/testing";
import { expect, it } from "vitest";
import { type NodeHost, nodeAdapter } from "./index.ts";

it("gives handlers the request and the response of the server", async () => {
  const webhook = new Webhook().host<NodeHost>();
  webhook.on("conversation.step_reached", ({ host: { req, res }, notification }) => {
    res.setHeader("x-from-host", "yes");
    notification.event.session.values.from = req.socket.remoteAddress ?? "nobody";
  });
  const server = createServer(nodeAdapter(webhook)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/webhook`, {
    method: "POST",
    body: JSON.stringify(stepReachedNotification()),
  });
  expect(response.headers.get("x-from-host")).toBe("yes");
  expect(await response.json()).toMatchObject({ session: { values: { from: "127.0.0.1" } } });
  server.close();
});

it("refuses a webhook that counts on another host, when it is compiled", () => {
  const webhook = new Webhook().host<{ event: object; context: undefined }>();
  // @ts-expect-error a server has no event
  expect(nodeAdapter(webhook)).toBeTypeOf("function");
});
