import { constant, dict, type Extra, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link choice}. */
export const fields = {
  /** Always `choice`. */
  type: constant("choice"),
  /** An image beside the title: a URL with a scheme and a host, 1 to 500 characters. */
  imageUrl: text({
    min: 1,
    max: 500,
    url: "any",
    clean: ["strip", "html"],
    optional: true,
    nullable: true,
  }),
  /** What the choice says, 1 to 500 characters. */
  title: text({ min: 1, max: 500, clean: ["normalize", "html"] }),
  /** Stored in the session when the visitor picks this choice. */
  sessionValues: dict({ optional: true, nullable: true }),
};

/** One choice of a list. */
export interface Choice extends ModelOf<typeof fields>, Extra {}

/** What {@link choice} takes. */
export interface ChoiceInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link Choice}. */
export const choiceSchema = defineSchema<"choice", Choice>("choice", fields);

/**
 * One choice of a list: a title of 1 to 500 characters, perhaps an image.
 *
 * @example
 * ```ts
 * import { choice } from "@clustaar/schemas";
 *
 * const value = choice({ title: "Red" });
 * console.log(value.type); // "choice"
 * ```
 */
export function choice(init: ChoiceInit): Choice {
  return build(choiceSchema, init);
}
