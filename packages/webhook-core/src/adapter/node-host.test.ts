import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, it } from "vitest";
import { NodeHost } from "./node-host.ts";

const response = () => new ServerResponse(new IncomingMessage(new Socket()));

it("makes one signal, and only when it is asked for", () => {
  const made = response();
  const host = new NodeHost(made);
  expect(made.listenerCount("close")).toBe(0);
  expect(host.signal).toBe(host.signal);
  expect(made.listenerCount("close")).toBe(1);
});

it("has an aborted signal for a client that was gone before", () => {
  const made = response();
  made.destroy();
  expect(new NodeHost(made).signal.aborted).toBe(true);
});
