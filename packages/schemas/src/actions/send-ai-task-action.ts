import { flowConnectionSchema } from "../connections/flow-connection.ts";
import { anyTarget } from "../connections/targets.ts";
import {
  constant,
  dict,
  type Extra,
  flag,
  type InitOf,
  list,
  type ModelOf,
  object,
  text,
} from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const aiTaskEngineFields = {
  /** Always `ai_task_engine`. */
  type: constant("ai_task_engine"),
  /** Which engine runs the task. */
  name: text(),
  /** The engine's own options. */
  opts: dict(),
};

/** What runs an AI task. */
export interface AiTaskEngine extends ModelOf<typeof aiTaskEngineFields>, Extra {}

/** What {@link aiTaskEngine} takes. */
export interface AiTaskEngineInit extends InitOf<typeof aiTaskEngineFields>, Extra {}

/** The wire schema of {@link AiTaskEngine}. */
export const aiTaskEngineSchema = defineSchema<"ai_task_engine", AiTaskEngine>(
  "ai_task_engine",
  aiTaskEngineFields,
);

/**
 * What runs an AI task, with options of its own.
 *
 * @example
 * ```ts
 * import { aiTaskEngine } from "@clustaar/schemas";
 *
 * const engine = aiTaskEngine({ name: "summary", opts: {} });
 * console.log(engine.type); // "ai_task_engine"
 * ```
 */
export function aiTaskEngine(init: AiTaskEngineInit): AiTaskEngine {
  return build(aiTaskEngineSchema, init);
}

/** The fields of {@link aiTaskBehavior}. */
export const aiTaskBehaviorFields = {
  /** Always `ai_task_behavior`. */
  type: constant("ai_task_behavior"),
  /** The name of the behaviour. */
  name: text(),
  /** Where to go under which conditions, up to 10; the first whose conditions are met is used. */
  connections: list(object(flowConnectionSchema), { min: 0, max: 10 }),
};

/** Where an AI task may lead. */
export interface AiTaskBehavior extends ModelOf<typeof aiTaskBehaviorFields>, Extra {}

/** What {@link aiTaskBehavior} takes. */
export interface AiTaskBehaviorInit extends InitOf<typeof aiTaskBehaviorFields>, Extra {}

/** The wire schema of {@link AiTaskBehavior}. */
export const aiTaskBehaviorSchema = defineSchema<"ai_task_behavior", AiTaskBehavior>(
  "ai_task_behavior",
  aiTaskBehaviorFields,
);

/**
 * Where an AI task may lead: up to 10 connections.
 *
 * @example
 * ```ts
 * import { aiTaskBehavior } from "@clustaar/schemas";
 *
 * const behavior = aiTaskBehavior({ name: "done", connections: [] });
 * console.log(behavior.type); // "ai_task_behavior"
 * ```
 */
export function aiTaskBehavior(init: AiTaskBehaviorInit): AiTaskBehavior {
  return build(aiTaskBehaviorSchema, init);
}

const sendAiTaskActionFields = {
  /** Always `send_ai_task_action`. */
  type: constant("send_ai_task_action"),
  /** What runs the task. */
  engine: object(aiTaskEngineSchema),
  /** What the task may do, and where each leads. */
  behaviors: list(object(aiTaskBehaviorSchema)),
  /** Where to go when no behaviour leads anywhere; null for nowhere. */
  defaultTarget: anyTarget({ nullable: true }),
  /** Where to go once the visitor has selected something. */
  selectTarget: anyTarget({ optional: true, nullable: true, omitNull: true }),
  /** Whether the engine is given the visitor's attributes; default false. */
  userAttributes: flag({ optional: true, default: false }),
};

/** Runs an AI task. */
export interface SendAiTaskAction extends ModelOf<typeof sendAiTaskActionFields>, Extra {}

/** What {@link sendAiTaskAction} takes. */
export interface SendAiTaskActionInit extends InitOf<typeof sendAiTaskActionFields>, Extra {}

/** The wire schema of {@link SendAiTaskAction}. */
export const sendAiTaskActionSchema = defineSchema<"send_ai_task_action", SendAiTaskAction>(
  "send_ai_task_action",
  sendAiTaskActionFields,
);

/**
 * Runs an AI task and goes where it leads.
 *
 * @example
 * ```ts
 * import { aiTaskBehavior, aiTaskEngine, sendAiTaskAction } from "@clustaar/schemas";
 *
 * const action = sendAiTaskAction({
 *   engine: aiTaskEngine({ name: "summary", opts: {} }),
 *   behaviors: [aiTaskBehavior({ name: "done", connections: [] })],
 * });
 * console.log(action.type); // "send_ai_task_action"
 * ```
 */
export function sendAiTaskAction(init: SendAiTaskActionInit): SendAiTaskAction {
  return build(sendAiTaskActionSchema, init);
}
