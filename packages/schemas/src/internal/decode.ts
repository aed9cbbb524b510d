import { cleaner } from "./clean.ts";
import { compileDecode } from "./compile.ts";
import { setKey } from "./extra.ts";
import type { Budget } from "./html/budget.ts";
import { Absent, Op, type Plan, type Step } from "./plan.ts";
import { standIn } from "./stand-ins.ts";

type Wire = Record<string, unknown>;

/** Whether a JSON value is an object, and neither null nor a list. */
export function isObject(value: unknown): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The model of a wire object, or undefined where its shape does not fit. Checks shapes alone: limits
 * and patterns are for what we send. All texts of a body share one budget for their cleaning.
 */
function decodeObject(plan: Plan, wire: unknown, budget: Budget): Wire | undefined {
  plan.decode ??= decoderOf(plan);
  return plan.decode(wire, budget);
}

function decoderOf(plan: Plan): NonNullable<Plan["decode"]> {
  for (const step of plan.steps) step.clean = cleaner(step.cleaning);
  const otherwise = (wire: unknown, budget: Budget) => interpret(plan, wire, budget);
  return compileDecode(plan, { otherwise, nested: decodeValue }) ?? otherwise;
}

function interpret(plan: Plan, wire: unknown, budget: Budget): Wire | undefined {
  if (!isObject(wire)) return undefined;
  const { steps, atKey } = plan;
  const model: Wire = {};
  let next = 0;
  let seen = 0;
  // Walking the keys that are there reads them fast and meets the unknown ones on the way; they
  // nearly always come in the order of the plan, so that the next step is a good guess.
  for (const key in wire) {
    let step = steps[next];
    if (step === undefined || step.key !== key) {
      const at = atKey.get(key);
      step = at === undefined ? undefined : steps[at];
      if (at === undefined || step === undefined) {
        keep(model, wire, key);
        continue;
      }
      next = at;
    }
    const value = wire[key];
    if (value === undefined) {
      next++;
      continue;
    }
    if (value === null) {
      if (step.keepsNull) model[step.name] = null;
      else if (step.carriesNull) model[step.name] = { type: "unknown", wire: null };
      else if (!step.nullIsAbsent) return undefined;
      else {
        next++;
        continue;
      }
    } else {
      const decoded = decodeValue(step, value, wire, budget) ?? misfitOf(step, model, wire);
      if (decoded === undefined) {
        if (!step.mayMisfit) return undefined;
        next++;
        continue;
      }
      model[step.name] = decoded;
    }
    seen |= 1 << next++;
  }
  return seen === plan.all || fillIn(steps, seen, model) ? model : undefined;
}

/** A value that is neither absent nor null, decoded; undefined where it does not fit. */
function decodeValue(step: Step, value: unknown, around: Wire, budget: Budget): unknown {
  switch (step.op) {
    case Op.text:
      // An empty text where a missing one reads as empty is told apart from it by `extra`.
      if (typeof value !== "string" || (value === "" && step.absent === Absent.emptyText))
        return undefined;
      return step.clean === undefined ? value : step.clean(value, budget);
    case Op.constant:
      return value === step.defaultValue ? value : undefined;
    case Op.number:
      return Number.isFinite(value) && (!step.integer || Number.isInteger(value))
        ? value
        : undefined;
    case Op.flag:
      return typeof value === "boolean" ? value : undefined;
    case Op.dict:
      return isObject(value) && (!step.textKeys || holdsTexts(value)) ? value : undefined;
    case Op.constantList:
      return Array.isArray(value) && value.length === 0 ? [] : undefined;
    case Op.object:
    case Op.oneOf:
      return decodeSlot(step, value, budget);
    case Op.event:
      return decodeEvent(step, value, around, budget);
    default:
      return decodeList(step, value, budget);
  }
}

/** Gives the fields that were not seen what they read as; false where one may not be absent. */
function fillIn(steps: readonly Step[], seen: number, model: Wire): boolean {
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (step === undefined || seen & (1 << i) || step.absent === Absent.staysAbsent) continue;
    if (step.absent === Absent.fails) return false;
    model[step.name] = step.mayStandIn
      ? standIn(instead(step), instead(step), (model.extra as Wire | undefined)?.[step.key])
      : instead(step);
  }
  return true;
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
      return step.plan && emptyModel(step.plan);
    case Absent.emptyText:
      return "";
    case Absent.default:
      return step.constant ? constantValue(step) : step.defaultValue;
  }
}

function emptyModel(plan: Plan): Wire {
  const model: Wire = {};
  for (const step of plan.steps) {
    const value = instead(step);
    if (value !== undefined) model[step.name] = value;
  }
  return model;
}

function constantValue(step: Step): unknown {
  return step.op === Op.constantList ? [] : step.defaultValue;
}

/** One object, or one of several; undefined where it does not fit and may not be carried as unknown. */
export function decodeSlot(step: Step, value: unknown, budget: Budget): Wire | undefined {
  const plan = step.plan ?? (isObject(value) ? step.plans?.get(value.type) : undefined);
  const model = plan === undefined ? undefined : decodeObject(plan, value, budget);
  if (model !== undefined || !step.carryUnknown) return model;
  return { type: "unknown", wire: value };
}

/** An event by the schema of its topic, else of its own type; one that nobody knows as it came. */
function decodeEvent(step: Step, value: unknown, around: Wire, budget: Budget): Wire | undefined {
  if (!isObject(value)) return undefined;
  const chosen = step.chosenBy === undefined ? undefined : step.chosen?.get(around[step.chosenBy]);
  const plan = chosen ?? step.plans?.get(value.type);
  return plan === undefined ? value : decodeObject(plan, value, budget);
}

function decodeList(step: Step, value: unknown, budget: Budget): unknown[] | undefined {
  if (!Array.isArray(value)) return undefined;
  // Not by `push`, which makes room for sixteen more: most lists are short.
  const items: unknown[] = Array(value.length);
  for (let i = 0; i < value.length; i++) {
    const item: unknown = value[i];
    if (step.op === Op.texts) {
      if (typeof item !== "string") return undefined;
      items[i] = step.clean === undefined ? item : step.clean(item, budget);
    } else {
      const model = decodeSlot(step, item, budget);
      if (model === undefined) return undefined;
      items[i] = model;
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

/**
 * Keeps what does not fit a part of a notification, and gives what can be read of it: the texts among
 * the values of a dict of texts, nothing of anything else.
 */
function misfitOf(step: Step, model: Wire, wire: Wire): unknown {
  if (!step.mayMisfit) return undefined;
  const value = wire[step.key];
  keep(model, wire, step.key);
  if (!step.textKeys || !isObject(value)) return undefined;
  const texts: Wire = {};
  for (const key of Object.keys(value)) {
    if (typeof value[key] === "string") setKey(texts, key, value[key]);
  }
  return Object.keys(texts).length > 0 ? texts : undefined;
}

/** Keeps what no field of the model can hold. */
function keep(model: Wire, wire: Wire, key: string): void {
  // An inherited key is not on the wire, and an undefined one would not be either.
  if (!Object.hasOwn(wire, key) || wire[key] === undefined) return;
  const extra = isObject(model.extra) ? model.extra : {};
  model.extra = extra;
  setKey(extra, key, wire[key]);
}
