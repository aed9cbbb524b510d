import { expect, it } from "vitest";
import * as host from "./index.ts";
import * as plugins from "./plugins.ts";
import * as testing from "./testing.ts";

it("exports these names", () => {
  expect(Object.keys(host).sort()).toMatchInlineSnapshot(`
    [
      "HttpError",
      "WebhookHost",
      "consoleClient",
      "createHost",
      "definePlugin",
      "ircClient",
      "slackClient",
    ]
  `);
  expect(Object.keys(plugins).sort()).toMatchInlineSnapshot(`
    [
      "announcements",
      "logger",
    ]
  `);
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "hostRequest",
      "recordingClient",
    ]
  `);
});
