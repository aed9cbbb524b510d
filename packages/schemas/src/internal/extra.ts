import { Absent, type Plan, type Step } from "./plan.ts";
import { standsFor } from "./stand-ins.ts";

type Wire = Record<string, unknown>;

/** Sets a key of our own or somebody's choosing; `__proto__` becomes a plain key, never a prototype. */
export function setKey(target: Wire, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    target[key] = value;
  }
}

/**
 * Writes `extra` back. A key the plan knows belongs to its field: in a notification, what did not fit
 * the field is written unless the field has been given a value since; elsewhere it is never written.
 */
export function writeExtra(plan: Plan, model: Wire, wire: Wire): void {
  const { extra } = model;
  if (typeof extra !== "object" || extra === null) return;
  for (const key of Object.keys(extra)) {
    const value = (extra as Wire)[key];
    const at = plan.atKey.get(key);
    const step = at === undefined ? undefined : plan.steps[at];
    if (step === undefined) setKey(wire, key, value);
    else if (step.mayMisfit) writeMisfit(step, value, model[step.name], wire);
  }
}

function writeMisfit(step: Step, misfit: unknown, value: unknown, wire: Wire): void {
  if (readsAsAbsent(step, value)) wire[step.key] = misfit;
  else if (step.textKeys && isDict(misfit) && isDict(value)) {
    wire[step.key] = { ...otherThanTexts(misfit), ...value };
  }
}

function readsAsAbsent(step: Step, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (step.absent === Absent.emptyText) return value === "";
  return step.constant ? value === step.defaultValue : standsFor(value) !== undefined;
}

/** The texts among a dict's values were read, and may have been changed or deleted since; the rest was not. */
function otherThanTexts(dict: Wire): Wire {
  return Object.fromEntries(Object.entries(dict).filter(([, value]) => typeof value !== "string"));
}

function isDict(value: unknown): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
