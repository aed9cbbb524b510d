import { type GoToAction, goToActionSchema } from "../actions/go-to-action.ts";
import { type Field, oneOf, orUnknown, type Unknown } from "../fields.ts";
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

/** What made the conversation reach a step. */
export type Input = IncomingMessage | UrlLoadedEvent | GoToAction | CustomEventInput | Unknown;

/** Any input: named, so that messages say `Input`. */
export const anyInput: Field<Input, { missing: "null" }> = orUnknown(
  oneOf(inputSchemas, { missing: "null" }),
);
