import { constant, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const urlLoadedEventFields = {
  url: text({ clean: ["strip"] }),
  type: constant("url_loaded_event"),
};

/**
 * The input that a page was loaded.
 *
 * @example
 * ```ts
 * import type { UrlLoadedEvent } from "@clustaar/schemas";
 * import { urlLoadedEvent } from "@clustaar/schemas";
 *
 * const input: UrlLoadedEvent = urlLoadedEvent({ url: "https://example.com" });
 * console.log(input.type); // "url_loaded_event"
 * ```
 */
export interface UrlLoadedEvent extends ModelOf<typeof urlLoadedEventFields> {}

/** What {@link urlLoadedEvent} takes. */
export interface UrlLoadedEventInit extends InitOf<typeof urlLoadedEventFields> {}

/** The wire schema of {@link UrlLoadedEvent}. */
export const urlLoadedEventSchema = defineSchema<"url_loaded_event", UrlLoadedEvent>(
  "url_loaded_event",
  urlLoadedEventFields,
);

/**
 * The input that a page was loaded.
 *
 * @example
 * ```ts
 * import { urlLoadedEvent } from "@clustaar/schemas";
 *
 * const input = urlLoadedEvent({ url: "https://example.com" });
 * console.log(input.type); // "url_loaded_event"
 * ```
 */
export function urlLoadedEvent(init: UrlLoadedEventInit): UrlLoadedEvent {
  return build(urlLoadedEventSchema, init);
}

const customEventFields = {
  type: constant("custom_event"),
  name: text(),
};

/**
 * The input that a custom event was raised.
 *
 * @example
 * ```ts
 * import type { CustomEventInput } from "@clustaar/schemas";
 * import { customEvent } from "@clustaar/schemas";
 *
 * const input: CustomEventInput = customEvent({ name: "opened" });
 * console.log(input.type); // "custom_event"
 * ```
 */
export interface CustomEventInput extends ModelOf<typeof customEventFields> {}

/** What {@link customEvent} takes. */
export interface CustomEventInputInit extends InitOf<typeof customEventFields> {}

/** The wire schema of {@link CustomEventInput}. */
export const customEventSchema = defineSchema<"custom_event", CustomEventInput>(
  "custom_event",
  customEventFields,
);

/**
 * The input that a custom event was raised.
 *
 * @example
 * ```ts
 * import { customEvent } from "@clustaar/schemas";
 *
 * const input = customEvent({ name: "opened" });
 * console.log(input.type); // "custom_event"
 * ```
 */
export function customEvent(init: CustomEventInputInit): CustomEventInput {
  return build(customEventSchema, init);
}
