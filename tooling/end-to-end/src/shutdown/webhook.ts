import { Webhook } from "@clustaar/webhook-core";

/** How long a server waits for what it still has to do, in milliseconds: the READMEs say 10_000. */
export const deadline = Number(process.env.SHUTDOWN_DEADLINE);

/** A bot that takes its time to answer, and goes on working afterwards. */
export const webhook = new Webhook().on("conversation.step_reached", async ({ waitUntil }) => {
  console.log("handling");
  await after(Number(process.env.SHUTDOWN_HANDLING));
  waitUntil(after(300).then(() => console.log("work done")));
});

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
