import { constant, type InitOf, type ModelOf, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema.ts";

const stepTargetFields = {
  id: text({ as: "stepId", pattern: patterns.identifier }),
  type: constant("step"),
  name: text({ optional: true, nullable: true }),
};

/**
 * A step to go to.
 *
 * @example
 * ```ts
 * import type { StepTarget } from "@clustaar/schemas";
 * import { stepTarget } from "@clustaar/schemas";
 *
 * const target: StepTarget = stepTarget({ stepId: "507f191e810c19729de860ea" });
 * console.log(target.type); // "step"
 * ```
 */
export interface StepTarget extends ModelOf<typeof stepTargetFields> {}

/** What {@link stepTarget} takes. */
export interface StepTargetInit extends InitOf<typeof stepTargetFields> {}

/** The wire schema of {@link StepTarget}. */
export const stepTargetSchema = defineSchema<"step_target", StepTarget>(
  "step_target",
  stepTargetFields,
);

/**
 * A step to go to, by its 24-character identifier.
 *
 * @example
 * ```ts
 * import { stepTarget } from "@clustaar/schemas";
 *
 * const target = stepTarget({ stepId: "507f191e810c19729de860ea" });
 * console.log(target.type); // "step"
 * ```
 */
export function stepTarget(init: StepTargetInit): StepTarget {
  return build(stepTargetSchema, init);
}

const storyTargetFields = {
  id: text({ as: "storyId", pattern: patterns.identifier }),
  type: constant("story"),
  name: text({ optional: true, nullable: true }),
};

/**
 * A story to go to.
 *
 * @example
 * ```ts
 * import type { StoryTarget } from "@clustaar/schemas";
 * import { storyTarget } from "@clustaar/schemas";
 *
 * const target: StoryTarget = storyTarget({ storyId: "507f191e810c19729de860ea" });
 * console.log(target.type); // "story"
 * ```
 */
export interface StoryTarget extends ModelOf<typeof storyTargetFields> {}

/** What {@link storyTarget} takes. */
export interface StoryTargetInit extends InitOf<typeof storyTargetFields> {}

/** The wire schema of {@link StoryTarget}. */
export const storyTargetSchema = defineSchema<"story_target", StoryTarget>(
  "story_target",
  storyTargetFields,
);

/**
 * A story to go to, by its 24-character identifier.
 *
 * @example
 * ```ts
 * import { storyTarget } from "@clustaar/schemas";
 *
 * const target = storyTarget({ storyId: "507f191e810c19729de860ea" });
 * console.log(target.type); // "story"
 * ```
 */
export function storyTarget(init: StoryTargetInit): StoryTarget {
  return build(storyTargetSchema, init);
}

/** Every schema a {@link Target} may have. */
export const targetSchemas = [stepTargetSchema, storyTargetSchema] as const;

/**
 * Where to go: a step or a story.
 *
 * @example
 * ```ts
 * import type { Target } from "@clustaar/schemas";
 * import { storyTarget } from "@clustaar/schemas";
 *
 * const target: Target = storyTarget({ storyId: "507f191e810c19729de860ea" });
 * console.log(target.type); // "story"
 * ```
 */
export type Target = StepTarget | StoryTarget;
