import { MOST_ISSUES } from "../schema-error.ts";
import { isObject } from "./decode.ts";
import { described, listed } from "./limits.ts";
import { nearest } from "./nearest.ts";
import { Op, type Plan, type Step } from "./plan.ts";
import type { Finding } from "./specs.ts";

type Path = (string | number)[];

/**
 * Every key of a model that is not written, at any depth: a key that no field has, and one in `extra`
 * that belongs to a field; the first 200 of them. Paths lead along the wire.
 */
export function unknownKeys(slot: Step, model: unknown): Finding[] {
  const found: Finding[] = [];
  searchSlot(slot, model, [], found);
  return found;
}

/** The keys of one model that nothing is read from, the models inside it aside. */
export function ownUnknownKeys(plan: Plan, model: Record<string, unknown>): Finding[] {
  const found: Finding[] = [];
  // Without a list of the keys; `judge` leaves inherited ones alone.
  for (const name in model) {
    if (!plan.atName.has(name)) judge(plan, model, name, [], found);
  }
  if (isObject(model.extra)) judgeExtra(plan, model, model.extra, found);
  return found;
}

/**
 * Names of the model in the `extra` that a builder is given, in place of the fields themselves: the wire has other names, so
 * they would mean nothing there.
 */
function judgeExtra(
  plan: Plan,
  model: Record<string, unknown>,
  extra: Record<string, unknown>,
  found: Finding[],
): void {
  for (const name of Object.keys(extra)) {
    const at = plan.atName.get(name);
    const step = at === undefined ? undefined : plan.steps[at];
    if (step === undefined || plan.atKey.has(name) || model[name] !== undefined) continue;
    const message = `${quoted(name)} in "extra" would be sent under that name, which the wire does not have: set ${quoted(name)} itself, beside "extra"${onTheWire(step, name)}`;
    found.push({ path: ["extra", name], code: "unknown_key", message });
  }
}

/** `path` is one list for the whole search: it is copied where something is found. */
function search(plan: Plan, model: Record<string, unknown>, path: Path, found: Finding[]): void {
  for (const name in model) {
    const at = plan.atName.get(name);
    const step = at === undefined ? undefined : plan.steps[at];
    if (step === undefined) judge(plan, model, name, path, found);
    else if (!step.scalar) searchBelow(step, model[name], path, found);
  }
}

function searchBelow(step: Step, value: unknown, path: Path, found: Finding[]): void {
  path.push(step.key);
  if (!Array.isArray(value)) searchSlot(step, value, path, found);
  else if (step.op !== Op.texts) {
    for (let index = 0; index < value.length; index++) {
      path.push(index);
      searchSlot(step, value[index], path, found);
      path.pop();
    }
  }
  path.pop();
}

function searchSlot(step: Step, value: unknown, path: Path, found: Finding[]): void {
  if (!isObject(value)) return;
  if (step.carryUnknown && value.type === "unknown") return;
  const plan = step.plan ?? step.plans?.get(value.type);
  if (plan !== undefined) search(plan, value, path, found);
}

function judge(
  plan: Plan,
  model: Record<string, unknown>,
  name: string,
  path: Path,
  found: Finding[],
): void {
  if (!Object.hasOwn(model, name) || found.length >= MOST_ISSUES) return;
  if (name !== "extra") {
    if (model[name] === undefined) return;
    found.push({ path: [...path, name], code: "unknown_key", message: unknownKey(plan, name) });
  } else if (!plan.tolerant && isObject(model.extra)) {
    for (const key of Object.keys(model.extra)) {
      const at = plan.atKey.get(key);
      const step = at === undefined ? undefined : plan.steps[at];
      if (step === undefined || found.length >= MOST_ISSUES) continue;
      const message = `${quoted(key)} in "extra" is not written, since the schema knows it: set ${quoted(step.name)}`;
      found.push({ path: [...path, "extra", key], code: "unknown_key", message });
    }
  }
}

function unknownKey(plan: Plan, name: string): string {
  const step = meantBy(plan, name);
  const hint =
    step === undefined
      ? `; expected one of ${listed([...plan.atName.keys()])}, or "extra" with keys to send as they are`
      : `; did you mean ${quoted(step.name)}?${onTheWire(step, name)}`;
  return `unknown key ${described(name)}${hint}`;
}

/** The field that was meant: the one of a wire key, else the one with the nearest name. */
function meantBy(plan: Plan, name: string): Step | undefined {
  const at = plan.atKey.get(name) ?? plan.atName.get(nearest(name, plan.atName.keys()) ?? name);
  return at === undefined ? undefined : plan.steps[at];
}

/** The wire's name of a field, where it is another and was not written. */
function onTheWire({ name, key }: Step, written: string): string {
  return key === name || key === written ? "" : ` (it is ${quoted(key)} on the wire)`;
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
