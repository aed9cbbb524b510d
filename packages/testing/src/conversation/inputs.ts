import {
  type CustomEventInput,
  customEvent as customEventModel,
  type Input,
  type Schema,
  schemas,
  type Wire,
} from "@clustaar/webhook-core";

/**
 * A custom event for {@link Conversation.send}: by its name, or as the builder of the schemas takes it.
 *
 * @example
 * ```ts
 * import { customEvent } from "@clustaar/testing";
 *
 * console.log(customEvent("cart.left")); // { type: "custom_event", name: "cart.left" }
 * ```
 */
export function customEvent(
  event: string | Parameters<typeof customEventModel>[0],
): CustomEventInput {
  return customEventModel(typeof event === "string" ? { name: event } : event);
}

/** The wire schema of each kind of input. */
const inputSchemas: {
  readonly [T in Exclude<Input["type"], "unknown">]: Schema<string, Extract<Input, { type: T }>>;
} = {
  message: schemas.incoming_message,
  url_loaded_event: schemas.url_loaded_event,
  go_to_action: schemas.go_to_action,
  custom_event: schemas.custom_event,
};

/** An input as it travels. */
export function wireInput(input: Input): Wire {
  if (input.type === "unknown") return input.wire as Wire;
  // The schema is looked up by the input's own type.
  const schema = inputSchemas[input.type] as Schema<string, Input> | undefined;
  if (schema === undefined) {
    throw new TypeError(
      `send: expected an input (${Object.keys(inputSchemas).join(", ")} or unknown), got the type "${String((input as { type: unknown }).type)}"`,
    );
  }
  return schema.encode(input);
}
