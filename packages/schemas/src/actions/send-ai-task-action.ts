import { flowConnectionSchema } from "../connections/flow-connection.ts";
import { targetSchemas } from "../connections/targets.ts";
import {
  constant,
  dict,
  flag,
  type InitOf,
  list,
  type ModelOf,
  object,
  oneOf,
  text,
} from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const aiTaskEngineFields = {
  type: constant("ai_task_engine"),
  name: text(),
  opts: dict(),
};

/**
 * What runs an AI task.
 *
 * @example
 * ```ts
 * import type { AiTaskEngine } from "@clustaar/schemas";
 * import { aiTaskEngine } from "@clustaar/schemas";
 *
 * const engine: AiTaskEngine = aiTaskEngine({ name: "summary", opts: {} });
 * console.log(engine.type); // "ai_task_engine"
 * ```
 */
export interface AiTaskEngine extends ModelOf<typeof aiTaskEngineFields> {}

/** What {@link aiTaskEngine} takes. */
export interface AiTaskEngineInit extends InitOf<typeof aiTaskEngineFields> {}

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

const aiTaskBehaviorFields = {
  type: constant("ai_task_behavior"),
  name: text(),
  connections: list(object(flowConnectionSchema), { min: 0, max: 10 }),
};

/**
 * Where an AI task may lead.
 *
 * @example
 * ```ts
 * import type { AiTaskBehavior } from "@clustaar/schemas";
 * import { aiTaskBehavior } from "@clustaar/schemas";
 *
 * const behavior: AiTaskBehavior = aiTaskBehavior({ name: "done", connections: [] });
 * console.log(behavior.type); // "ai_task_behavior"
 * ```
 */
export interface AiTaskBehavior extends ModelOf<typeof aiTaskBehaviorFields> {}

/** What {@link aiTaskBehavior} takes. */
export interface AiTaskBehaviorInit extends InitOf<typeof aiTaskBehaviorFields> {}

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
  type: constant("send_ai_task_action"),
  engine: object(aiTaskEngineSchema),
  behaviors: list(object(aiTaskBehaviorSchema)),
  defaultTarget: oneOf(targetSchemas, { nullable: true }),
  selectTarget: oneOf(targetSchemas, { optional: true, nullable: true, omitNull: true }),
  userAttributes: flag({ optional: true, default: false }),
};

/**
 * Runs an AI task.
 *
 * @example
 * ```ts
 * import type { SendAiTaskAction } from "@clustaar/schemas";
 * import { aiTaskBehavior, aiTaskEngine, sendAiTaskAction } from "@clustaar/schemas";
 *
 * const action: SendAiTaskAction = sendAiTaskAction({
 *   engine: aiTaskEngine({ name: "summary", opts: {} }),
 *   behaviors: [aiTaskBehavior({ name: "done", connections: [] })],
 * });
 * console.log(action.type); // "send_ai_task_action"
 * ```
 */
export interface SendAiTaskAction extends ModelOf<typeof sendAiTaskActionFields> {}

/** What {@link sendAiTaskAction} takes. */
export interface SendAiTaskActionInit extends InitOf<typeof sendAiTaskActionFields> {}

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
