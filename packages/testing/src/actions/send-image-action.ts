import type { SendImageAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Shows an image. */
export const sendImage: Rule<SendImageAction> = ({ alt, imageUrl }) => ({
  shows: `[image] ${alt ? `${alt} ` : ""}${imageUrl}`,
});
