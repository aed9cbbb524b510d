import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./dev/package-root.ts";

/** The steps of {@link shopText}. */
export const WELCOME = "507f191e810c19729de860ea";
export const JACKETS = "507f191e810c19729de860eb";

/** A webhook of two routes: it asks for a size, and answers what was chosen. */
export const shopText = `import {
  goToAction,
  quickReply,
  sendQuickRepliesAction,
  sendTextAction,
  stepId,
  stepReachedResponse,
  stepTarget,
  Webhook,
} from "@clustaar/webhook-core";

export const webhook = new Webhook({ privateKey: process.env.CLUSTAAR_PRIVATE_KEY });
webhook.use(async function log(_context, next) {
  return next();
});
webhook.on(
  "conversation.step_reached",
  ({ notification }) => {
    const { session } = notification.event;
    session.values.size = "XL";
    return stepReachedResponse({
      actions: [sendTextAction({ alternatives: ["Here are jackets."] })],
      session,
    });
  },
  { name: "jackets", filters: stepId("${JACKETS}") },
);
webhook.on("conversation.step_reached", () => {
  const target = stepTarget({ stepId: "${JACKETS}", name: "Jackets" });
  const buttons = [quickReply({ title: "XL", action: goToAction({ target }) })];
  return stepReachedResponse({
    actions: [sendQuickRepliesAction({ message: "Which size?", buttons })],
  });
});
`;

/** An application of two events and three webhooks, which go to the address in RECEIVER. */
export const emitterText = `import { createEmitter, createEvents } from "@clustaar/webhook-emitter";
import { z } from "zod";

export const events = createEvents({
  adjust: {
    input: z.object({ replicas: z.number() }),
    description: "The number of <b>replicas</b> has changed.",
    example: { replicas: 3 },
  },
  scale: { description: "Something has been scaled.", deprecated: "use adjust" },
});
// Emitter
const { RECEIVER } = process.env;
export const emitter = await createEmitter({
  events,
  store: "memory:",
  allowPrivate: ["127.0.0.1/32"],
  allowInsecure: true,
  webhooks: [
    {
      name: "my_handler",
      url: RECEIVER + "/hooks",
      secret: "s3cr3t",
      events: ["after:adjust", "before:adjust"],
      headers: { Authorization: "Bearer t0ken" },
    },
    { name: "broken", url: RECEIVER + "/broken", secret: "s3cr3t", events: "after:scale" },
    { name: "off", url: RECEIVER + "/off", secret: "s3cr3t", events: "after:adjust", enabled: false },
  ],
});
`;

/** An application of one event and two webhooks, which go to the addresses in ACCEPTING and RECEIVER, with a file as its store. */
export const fileEmitterText = `import { createEmitter, createEvents } from "@clustaar/webhook-emitter";

const options = { secret: "s3cr3t", events: "adjust", backoff: false };
export const emitter = await createEmitter({
  events: createEvents({ adjust: {} }),
  store: "file:hooks.db",
  allowPrivate: ["127.0.0.1/32"],
  allowInsecure: true,
  webhooks: [
    { ...options, name: "taken", url: process.env.ACCEPTING },
    { ...options, name: "refused", url: process.env.RECEIVER },
  ],
  log: () => {},
});
`;

/** Makes a folder with files, inside the package, so that their imports are found. */
export function project(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(packageRoot(), "tmp-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
