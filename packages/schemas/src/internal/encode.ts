import { compileEncode } from "./compile.ts";
import { isObject } from "./decode.ts";
import { writeExtra } from "./extra.ts";
import { Absent, Op, type Plan, type Step } from "./plan.ts";
import { standsFor } from "./stand-ins.ts";

type Wire = Record<string, unknown>;

/**
 * The wire object of a model. Never refuses: what does not fit is written as it stands, for the
 * strict check to name.
 */
function encodeObject(plan: Plan, model: Wire): Wire {
  plan.encode ??= encoderOf(plan);
  // An encoder always gives an object: only decoding can fail.
  return plan.encode(model) as Wire;
}

function encoderOf(plan: Plan): (model: unknown) => Wire | undefined {
  // The encoder is only ever called with the object above.
  const otherwise = (model: unknown) => interpret(plan, model as Wire);
  return compileEncode(plan, { otherwise, nested: encodeNested, standsFor }) ?? otherwise;
}

function interpret(plan: Plan, model: Wire): Wire {
  const { steps, atName } = plan;
  const wire: Wire = {};
  let next = 0;
  let seen = 0;
  // As in decode: the keys that are there, and the next step as a guess.
  for (const name in model) {
    let step = steps[next];
    if (step === undefined || step.name !== name) {
      const at = atName.get(name);
      step = at === undefined ? undefined : steps[at];
      // What is neither a field nor `extra` is the caller's own, and stays behind.
      if (at === undefined || step === undefined) continue;
      next = at;
    }
    const value = model[name];
    if (value === undefined || value === null) {
      next++;
      if (value === null && writeNull(step, wire)) seen |= 1 << (next - 1);
      continue;
    }
    seen |= 1 << next++;
    const stand = step.mayStandIn ? standsFor(value) : undefined;
    if (stand !== undefined) {
      if (stand.wire !== undefined) wire[step.key] = stand.wire;
    } else if (step.absent === Absent.emptyText && value === "") {
      // It reads as empty because nothing came: nothing is written.
    } else if (step.scalar) wire[step.key] = value;
    else if (!step.leavesEmptyOut || !Array.isArray(value) || value.length > 0) {
      wire[step.key] = encodeNested(step, value);
    }
  }
  if (seen !== plan.all) fillIn(steps, seen, wire);
  if (model.extra !== undefined) writeExtra(plan, model, wire);
  return wire;
}

/** Writes a null that is a value; false where it stands for an absent one. */
function writeNull(step: Step, wire: Wire): boolean {
  if (!step.keepsNull && (step.absent !== Absent.fails || step.constant)) return false;
  wire[step.key] = null;
  return true;
}

function encodeNested(step: Step, value: unknown): unknown {
  if (step.op === Op.object || step.op === Op.oneOf || step.op === Op.event) {
    return encodeSlot(step, value);
  }
  if (!Array.isArray(value)) return value;
  return step.op === Op.texts ? value.slice() : encodeItems(step, value);
}

/** Writes what must be there although the model has none. */
function fillIn(steps: readonly Step[], seen: number, wire: Wire): void {
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (step === undefined || seen & (1 << i)) continue;
    if (step.op === Op.constant) wire[step.key] = step.defaultValue;
    else if (step.op === Op.constantList) wire[step.key] = [];
    else if (step.writesNull) wire[step.key] = null;
    else if (step.writesDefault) wire[step.key] = writtenDefault(step);
  }
}

function writtenDefault(step: Step): unknown {
  if (step.absent === Absent.emptyList) return [];
  if (step.absent === Absent.emptyDict) return {};
  if (step.absent === Absent.emptyObject) return step.plan && encodeObject(step.plan, {});
  return step.defaultValue;
}

function encodeItems(step: Step, models: readonly unknown[]): unknown[] {
  const items: unknown[] = Array(models.length);
  for (let i = 0; i < models.length; i++) items[i] = encodeSlot(step, models[i]);
  return items;
}

/** The wire of a model, or what is no model as it stands. */
export function encodeSlot(step: Step, model: unknown): unknown {
  if (!isObject(model)) return model;
  if (step.carryUnknown && model.type === "unknown" && "wire" in model) return model.wire;
  const plan = step.plan ?? step.plans?.get(model.type);
  return plan === undefined ? model : encodeObject(plan, model);
}
