import { constant, dict, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("choice"),
  imageUrl: text({
    min: 1,
    max: 500,
    url: "any",
    clean: ["strip", "html"],
    optional: true,
    nullable: true,
  }),
  title: text({ min: 1, max: 500, clean: ["normalize", "html"] }),
  sessionValues: dict({ optional: true, nullable: true }),
};

/**
 * One choice of a list.
 *
 * @example
 * ```ts
 * import type { Choice } from "@clustaar/schemas";
 * import { choice } from "@clustaar/schemas";
 *
 * const value: Choice = choice({ title: "Red" });
 * console.log(value.type); // "choice"
 * ```
 */
export interface Choice extends ModelOf<typeof fields> {}

/** What {@link choice} takes. */
export interface ChoiceInit extends InitOf<typeof fields> {}

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
