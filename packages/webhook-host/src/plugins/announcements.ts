import { HttpError } from "../errors.ts";
import { definePlugin } from "../host/plugin.ts";

/**
 * Lets programs speak in channels: `POST /announce/CHANNEL` with the field `message`, authenticated with the host's credentials.
 * The channel is named with or without its `#` (in a path `%23`).
 *
 * @example
 * ```ts
 * import { createHost } from "@clustaar/webhook-host";
 * import { announcements } from "@clustaar/webhook-host/plugins";
 * import { hostRequest, recordingClient } from "@clustaar/webhook-host/testing";
 *
 * const client = recordingClient();
 * const host = await createHost({
 *   plugins: [announcements],
 *   discover: false,
 *   client,
 *   credentials: [["user", "pass"]],
 * });
 * const { body } = await host.handle(
 *   hostRequest("POST", "/announce/bots", { form: { message: "hello" }, credentials: ["user", "pass"] }),
 * );
 * console.log(body); // "Message Sent"
 * console.log(client.said); // [["msg", "#bots", "hello"]]
 * ```
 */
export const announcements = definePlugin({
  name: "announcements",
  setup({ route }) {
    route(
      "/announce/:channel{#?[^\\s,#\\x00-\\x1f\\x7f]+}",
      { methods: ["POST"], auth: true },
      async ({ params, form, client }) => {
        const message = form.get("message");
        if (!message) throw new HttpError(400, "Param message is required");
        await client.msg(`#${params.channel.replace(/^#/, "")}`, message);
        return "Message Sent";
      },
    );
  },
});
