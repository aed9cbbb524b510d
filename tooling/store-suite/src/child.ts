import process from "node:process";
import { botOver } from "./bot-over.ts";
import { handlerOver } from "./handle-once.ts";
import type { Ask, Say } from "./store-process.ts";
import type { OpenFunction } from "./subject.ts";

/** A store in a process of its own: does what it is asked, until it is killed or the one who asks is gone. */
const [module = "", url = "", space = ""] = process.argv.slice(2);
const { open } = (await import(module)) as { open: OpenFunction };
const { store } = await open(url, space);

const say = (message: Say) => process.send?.(message);
const listeners = {
  onBegin: (began: string) => say({ began }),
  onReport: (reported: string) => say({ reported }),
};
const handle = handlerOver(store, listeners);
const methods = {
  handle,
  turn: botOver(store, listeners),
  claim: store.claim,
  renew: store.renew,
  complete: store.complete,
  release: store.release,
};

process.on("message", async ({ id, method, args }: Ask) => {
  try {
    say({
      id,
      result: await (methods[method] as (...args: unknown[]) => unknown).apply(store, args),
    });
  } catch (error) {
    say({ id, failed: (error as Error).message });
  }
});
process.on("disconnect", () => process.exit());
say({ ready: true });
