import { isObject } from "./decode.ts";
import { writeExtra } from "./extra.ts";
import { Absent, Op, type Plan, type Step } from "./plan.ts";

type Wire = Record<string, unknown>;

/**
 * The wire object of a model. Never refuses: what does not fit is written as it stands, for the
 * strict check to name.
 */
export function encodeObject(plan: Plan, model: Wire): Wire {
  const { steps } = plan;
  const wire: Wire = {};
  for (let i = 0; i < steps.length; i++) {
    // The index is in range: the loop says so.
    const step = steps[i] as Step;
    const value = model[step.name];
    if (value === undefined || value === null) {
      if (step.op === Op.constant) wire[step.key] = step.defaultValue;
      else if (step.op === Op.constantList) wire[step.key] = [];
      else if (value === null && step.keepsNull) wire[step.key] = null;
      else if (step.writesNull) wire[step.key] = null;
      else if (step.writesDefault) wire[step.key] = writtenDefault(step);
      else if (value === null && step.absent === Absent.fails) wire[step.key] = null;
      continue;
    }
    switch (step.op) {
      case Op.object:
      case Op.oneOf:
        wire[step.key] = encodeSlot(step, value);
        break;
      case Op.objects:
      case Op.oneOfs:
        if (step.leavesEmptyOut && Array.isArray(value) && value.length === 0) break;
        wire[step.key] = Array.isArray(value) ? encodeItems(step, value) : value;
        break;
      case Op.texts:
        if (step.leavesEmptyOut && Array.isArray(value) && value.length === 0) break;
        wire[step.key] = Array.isArray(value) ? value.slice() : value;
        break;
      default:
        wire[step.key] = value;
    }
  }
  if (model.extra !== undefined) writeExtra(plan, model.extra, wire);
  return wire;
}

function writtenDefault(step: Step): unknown {
  if (step.absent === Absent.emptyList) return [];
  if (step.absent === Absent.emptyDict) return {};
  if (step.absent === Absent.emptyObject) return step.plan && encodeObject(step.plan, {});
  return step.defaultValue;
}

function encodeItems(step: Step, models: readonly unknown[]): unknown[] {
  const items: unknown[] = [];
  for (let i = 0; i < models.length; i++) items.push(encodeSlot(step, models[i]));
  return items;
}

function encodeSlot(step: Step, model: unknown): unknown {
  if (!isObject(model)) return model;
  if (step.carryUnknown && model.type === "unknown" && "wire" in model) return model.wire;
  const plan = step.plan ?? step.plans?.get(model.type);
  return plan === undefined ? model : encodeObject(plan, model);
}
