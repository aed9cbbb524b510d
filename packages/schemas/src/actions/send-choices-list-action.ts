import {
  constant,
  type Extra,
  type InitOf,
  list,
  type ModelOf,
  object,
  oneOf,
  orUnknown,
  text,
} from "../fields.ts";
import { isObject } from "../internal/decode.ts";
import type { Rule } from "../internal/specs.ts";
import { build, defineSchema } from "../schema-table.ts";
import { goToActionSchema } from "./go-to-action.ts";
import { sectionSchema } from "./section.ts";

/** A list of several sections cannot be read without their titles: the one rule beyond the fields. */
const everySectionTitled: Rule = {
  findings({ sections }) {
    if (!Array.isArray(sections) || sections.length < 2) return [];
    return sections.flatMap((section: unknown, index) => {
      if (!isObject(section) || section.title) return [];
      const message = `a title, since there are ${sections.length} sections, got none`;
      return [{ path: ["sections", index, "title"], code: "title_missing", message }];
    });
  },
  jsonSchema: {
    anyOf: [
      { properties: { sections: { type: "array", maxItems: 1 } } },
      {
        properties: {
          sections: {
            type: "array",
            items: {
              type: "object",
              required: ["title"],
              properties: { title: { type: "string", minLength: 1 } },
            },
          },
        },
      },
    ],
  },
};

/** The fields of {@link sendChoicesListAction}. */
export const fields = {
  /** Always `send_choices_list_action`. */
  type: constant("send_choices_list_action"),
  /** What the visitor reads above the list, 1 to 500 characters. */
  message: text({ min: 1, max: 500, clean: ["normalize", "html"], optional: true, nullable: true }),
  /** What the closed list says, 1 to 45 characters. */
  placeholder: text({ min: 1, max: 45, clean: ["normalize", "html"] }),
  /** The sections of the list, 1 to 50; each needs a title where there are several. */
  sections: list(object(sectionSchema), { min: 1, max: 50 }),
  /** Where a choice leads. */
  action: orUnknown(oneOf([goToActionSchema])),
};

/** Sends a list of choices in sections. */
export interface SendChoicesListAction extends ModelOf<typeof fields>, Extra {}

/** What {@link sendChoicesListAction} takes. */
export interface SendChoicesListActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link SendChoicesListAction}. */
export const sendChoicesListActionSchema = defineSchema<
  "send_choices_list_action",
  SendChoicesListAction
>("send_choices_list_action", fields, { rule: everySectionTitled });

/**
 * Sends a list of choices in 1 to 50 sections; from two sections on, each needs a title.
 *
 * @example
 * ```ts
 * import { choice, goToAction, section, sendChoicesListAction, stepTarget } from "@clustaar/schemas";
 *
 * const action = sendChoicesListAction({
 *   placeholder: "Pick one",
 *   sections: [section({ choices: [choice({ title: "Red" })] })],
 *   action: goToAction({ target: stepTarget({ stepId: "507f191e810c19729de860ea" }) }),
 * });
 * console.log(action.type); // "send_choices_list_action"
 * ```
 */
export function sendChoicesListAction(init: SendChoicesListActionInit): SendChoicesListAction {
  return build(sendChoicesListActionSchema, init);
}
