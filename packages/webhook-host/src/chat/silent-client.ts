import type { ChatClient } from "./client.ts";

/** The client of a host without a chat: a handler that speaks gets an error. */
export function silentClient(): ChatClient {
  const speak = () =>
    Promise.reject(
      new Error("this host has no chat client; pass one: createHost({ client: ircClient(...) })"),
    );
  return { nick: "", operators: [], msg: speak, me: speak, onCommand: () => () => {} };
}
