import { expect, it } from "vitest";
import { message } from "../testing/store-contract/world.ts";
import { memoryEmitterStore } from "./memory/memory-store.ts";
import { INBOX, refuseInbox, takeForInbox } from "./owner.ts";

async function opened() {
  const store = memoryEmitterStore();
  await store.open({ now: Date.now, onWork() {}, onError() {} });
  return store;
}

it("an inbox and an emitter refuse each other's store", async () => {
  const ofInbox = await opened();
  await takeForInbox(ofInbox);
  await takeForInbox(ofInbox);
  await expect(refuseInbox(ofInbox)).rejects.toMatchObject({ code: "store_invalid" });
  const ofEmitter = await opened();
  await ofEmitter.publish(message({ now: Date.now }, "a"));
  await refuseInbox(ofEmitter);
  await expect(takeForInbox(ofEmitter)).rejects.toMatchObject({ code: "store_invalid" });
});

it("two processes of one inbox may take a new store at the same moment, and accept at once", async () => {
  const store = await opened();
  const { webhook } = store;
  let isFirst = true;
  store.webhook = async (id) => {
    const before = await webhook.call(store, id);
    if (isFirst) {
      isFirst = false;
      // The other process is through before this one looks on.
      await takeForInbox(store);
      await store.publish(message({ now: Date.now }, INBOX));
    }
    return before;
  };
  await takeForInbox(store);
  expect((await store.webhooks()).map(({ id }) => id)).toEqual([INBOX]);
});
