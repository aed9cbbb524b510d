import {
  constant,
  type Extra,
  type Field,
  type InitOf,
  type ModelOf,
  oneOf,
  text,
} from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import type { Presence } from "../internal/specs.ts";
import { build, defineSchema } from "../schema-table.ts";

const stepTargetFields = {
  /** The step's id: 24 letters and digits (`id` on the wire). */
  stepId: text({ wire: "id", pattern: patterns.identifier }),
  /** Always `step`. */
  type: constant("step"),
  /** The step's name, for people. */
  name: text({ optional: true, nullable: true }),
};

/** A step to go to. */
export interface StepTarget extends ModelOf<typeof stepTargetFields>, Extra {}

/** What {@link stepTarget} takes. */
export interface StepTargetInit extends InitOf<typeof stepTargetFields>, Extra {}

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
  /** The story's id: 24 letters and digits (`id` on the wire). */
  storyId: text({ wire: "id", pattern: patterns.identifier }),
  /** Always `story`. */
  type: constant("story"),
  /** The story's name, for people. */
  name: text({ optional: true, nullable: true }),
};

/** A story to go to. */
export interface StoryTarget extends ModelOf<typeof storyTargetFields>, Extra {}

/** What {@link storyTarget} takes. */
export interface StoryTargetInit extends InitOf<typeof storyTargetFields>, Extra {}

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

/** Where to go: a step or a story. */
export type Target = StepTarget | StoryTarget;

/** Any target: named, so that messages say `Target`. */
export function anyTarget<const P extends Presence>(options?: P): Field<Target, P> {
  return oneOf(targetSchemas, options);
}
