import { constant, type Extra, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const urlLoadedEventFields = {
  /** The address of the page. */
  url: text({ clean: ["strip"] }),
  /** Always `url_loaded_event`. */
  type: constant("url_loaded_event"),
};

/** The input that a page was loaded. */
export interface UrlLoadedEvent extends ModelOf<typeof urlLoadedEventFields>, Extra {}

/** What {@link urlLoadedEvent} takes. */
export interface UrlLoadedEventInit extends InitOf<typeof urlLoadedEventFields>, Extra {}

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
  /** Always `custom_event`. */
  type: constant("custom_event"),
  /** The name of the event. */
  name: text(),
};

/** The input that a custom event was raised. */
export interface CustomEventInput extends ModelOf<typeof customEventFields>, Extra {}

/** What {@link customEvent} takes. */
export interface CustomEventInputInit extends InitOf<typeof customEventFields>, Extra {}

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
