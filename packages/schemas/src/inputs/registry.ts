import { type GoToAction, goToActionSchema } from "../actions/go-to-action.ts";
import type { Unknown } from "../fields.ts";
import {
  type CustomEventInput,
  customEventSchema,
  type UrlLoadedEvent,
  urlLoadedEventSchema,
} from "./events.ts";
import { type IncomingMessage, incomingMessageSchema } from "./incoming-message.ts";

/** Every schema a {@link Input} may have. */
export const inputSchemas = [
  incomingMessageSchema,
  urlLoadedEventSchema,
  goToActionSchema,
  customEventSchema,
] as const;

/**
 * What made the conversation reach a step.
 *
 * @example
 * ```ts
 * import type { Input } from "@clustaar/schemas";
 * import { incomingMessage } from "@clustaar/schemas";
 *
 * const input: Input = incomingMessage({ text: "Hello", attachments: [] });
 * console.log(input.type === "message" && input.text); // "Hello"
 * ```
 */
export type Input = IncomingMessage | UrlLoadedEvent | GoToAction | CustomEventInput | Unknown;
