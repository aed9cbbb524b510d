import type { Mounted } from "@clustaar/adapter-contract";
import type { Endpoint } from "@clustaar/webhook-core";
import { type Guest, guestHost } from "./guest.ts";
import { remoteServer } from "./remote-server.ts";

/** Runs one test over a guest of its own, with one endpoint. */
export async function withGuest<Started extends Guest>(
  start: (remote: string) => Promise<Started>,
  endpoint: Endpoint,
  test: (send: Mounted["send"], guest: Started) => Promise<void>,
): Promise<void> {
  const remote = await remoteServer();
  try {
    const guest = await start(remote.url);
    const { mount } = guestHost(
      () => guest,
      () => remote,
    );
    try {
      const { send } = await mount({ endpoints: { "/webhook": endpoint } });
      await test(send, guest);
    } finally {
      await guest.stop();
    }
  } finally {
    remote.close();
  }
}
