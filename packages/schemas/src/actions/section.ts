import { constant, type Extra, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";
import { choiceSchema } from "./choice.ts";

/** The fields of {@link section}. */
export const fields = {
  /** Always `section`. */
  type: constant("section"),
  /** The text above the choices, up to 500 characters; required where a list has several sections. */
  title: text({ min: 0, max: 500, clean: ["normalize", "html"], optional: true, nullable: true }),
  /** The choices of this section, 1 to 100. */
  choices: list(object(choiceSchema), { min: 1, max: 100 }),
};

/** A part of a choices list. */
export interface Section extends ModelOf<typeof fields>, Extra {}

/** What {@link section} takes. */
export interface SectionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link Section}. */
export const sectionSchema = defineSchema<"section", Section>("section", fields);

/**
 * A part of a choices list: 1 to 100 choices; it needs a title where there are several sections.
 *
 * @example
 * ```ts
 * import { choice, section } from "@clustaar/schemas";
 *
 * const value = section({ title: "Colours", choices: [choice({ title: "Red" })] });
 * console.log(value.type); // "section"
 * ```
 */
export function section(init: SectionInit): Section {
  return build(sectionSchema, init);
}
