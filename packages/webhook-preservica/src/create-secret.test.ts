import { expect, it } from "vitest";
import { createSecret, PreservicaReceiver } from "./index.ts";
import { deliveryRequest } from "./testing.ts";

it("makes another secret each time, of 64 hexadecimal digits, that a receiver accepts", async () => {
  const secrets = new Set(Array.from({ length: 100 }, createSecret));
  expect(secrets.size).toBe(100);
  for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{64}$/);
  const [secret = ""] = secrets;
  const receiver = new PreservicaReceiver({ secret });
  expect((await receiver.handle(deliveryRequest({ secret, events: [] }))).status).toBe(200);
});
