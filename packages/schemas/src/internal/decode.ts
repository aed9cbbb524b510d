import { keepExtra } from "./extra.ts";
import { Absent, Op, type Plan, type Step } from "./plan.ts";

type Wire = Record<string, unknown>;

/** Whether a JSON value is an object, and neither null nor a list. */
export function isObject(value: unknown): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The model of a wire object, or undefined where its shape does not fit. Checks shapes alone: limits
 * and patterns are for what we send.
 */
export function decodeObject(plan: Plan, wire: unknown): Wire | undefined {
  if (!isObject(wire)) return undefined;
  const { steps } = plan;
  const model: Wire = {};
  let known = 0;
  for (let i = 0; i < steps.length; i++) {
    // The index is in range: the loop says so.
    const step = steps[i] as Step;
    const value = wire[step.key];
    if (value === undefined || value === null) {
      if (value === null) {
        known++;
        if (step.keepsNull) {
          model[step.name] = null;
          continue;
        }
        if (!step.nullIsAbsent) return undefined;
      }
      if (step.absent === Absent.staysAbsent) continue;
      if (step.absent === Absent.fails) return undefined;
      model[step.name] = instead(step);
      continue;
    }
    known++;
    switch (step.op) {
      case Op.constant:
        if (value !== step.defaultValue) return undefined;
        model[step.name] = value;
        break;
      case Op.text:
        if (typeof value !== "string") return undefined;
        model[step.name] = step.clean === undefined ? value : step.clean(value);
        break;
      case Op.number:
        if (!Number.isFinite(value) || (step.integer && !Number.isInteger(value))) return undefined;
        model[step.name] = value;
        break;
      case Op.flag:
        if (typeof value !== "boolean") return undefined;
        model[step.name] = value;
        break;
      case Op.dict:
        if (!isObject(value) || (step.textKeys && !holdsTexts(value))) return undefined;
        model[step.name] = value;
        break;
      case Op.constantList:
        if (!Array.isArray(value) || value.length > 0) return undefined;
        model[step.name] = [];
        break;
      case Op.object:
      case Op.oneOf: {
        const nested = decodeSlot(step, value);
        if (nested === undefined) return undefined;
        model[step.name] = nested;
        break;
      }
      default: {
        const items = decodeList(step, value);
        if (items === undefined) return undefined;
        model[step.name] = items;
      }
    }
  }
  let present = 0;
  // Counting is cheaper than looking every key up, and nearly always enough.
  for (const _ in wire) present++;
  if (present !== known) keepExtra(plan, wire, model);
  return model;
}

/** What an absent value reads as, or undefined where it stays absent or may not be. */
export function instead(step: Step): unknown {
  switch (step.absent) {
    case Absent.fails:
    case Absent.staysAbsent:
      return step.constant ? constantValue(step) : undefined;
    case Absent.null:
      return null;
    case Absent.emptyList:
      return [];
    case Absent.emptyDict:
      return {};
    case Absent.emptyObject:
      return step.plan && decodeObject(step.plan, {});
    case Absent.default:
      return step.constant ? constantValue(step) : step.defaultValue;
  }
}

function constantValue(step: Step): unknown {
  return step.op === Op.constantList ? [] : step.defaultValue;
}

function decodeSlot(step: Step, value: unknown): Wire | undefined {
  const plan = step.plan ?? (isObject(value) ? step.plans?.get(value.type) : undefined);
  const model = plan === undefined ? undefined : decodeObject(plan, value);
  if (model !== undefined || !step.carryUnknown) return model;
  return { type: "unknown", wire: value };
}

function decodeList(step: Step, value: unknown): unknown[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: unknown[] = [];
  for (let i = 0; i < value.length; i++) {
    const item: unknown = value[i];
    if (step.op === Op.texts) {
      if (typeof item !== "string") return undefined;
      items.push(step.clean === undefined ? item : step.clean(item));
    } else {
      const model = decodeSlot(step, item);
      if (model === undefined) return undefined;
      items.push(model);
    }
  }
  return items;
}

function holdsTexts(value: Wire): boolean {
  for (const key of Object.keys(value)) {
    if (typeof value[key] !== "string") return false;
  }
  return true;
}
