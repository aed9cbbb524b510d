import { MOST_ISSUES } from "../schema-error.ts";
import { isObject } from "./decode.ts";
import { described, listed } from "./limits.ts";
import { Op, type Plan, type Step } from "./plan.ts";
import type { Finding } from "./specs.ts";

type Path = (string | number)[];

/**
 * Every key of a model that is not written, at any depth: a key that no field has, and one in `extra`
 * that belongs to a field; the first 200 of them. Paths lead along the wire.
 */
export function unknownKeys(plan: Plan, model: unknown): Finding[] {
  const found: Finding[] = [];
  if (isObject(model)) search(plan, model, [], found);
  return found;
}

/** The keys of one model that nothing is read from, the models inside it aside. */
export function ownUnknownKeys(plan: Plan, model: Record<string, unknown>): Finding[] {
  const found: Finding[] = [];
  for (const name of Object.keys(model)) {
    if (!plan.atName.has(name)) judge(plan, model, name, [], found);
  }
  return found;
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
  const near = nearest(plan, name);
  const hint =
    near === undefined
      ? `; expected one of ${listed([...plan.atName.keys()])}, or "extra" with keys to send as they are`
      : `; did you mean ${quoted(near)}?`;
  return `unknown key ${described(name)}${hint}`;
}

/** The name that was meant: the one of a wire key, else one that differs in case or in few letters. */
function nearest(plan: Plan, name: string): string | undefined {
  const at = plan.atKey.get(name);
  const step = at === undefined ? undefined : plan.steps[at];
  if (step !== undefined) return step.name;
  const plain = plainly(name);
  let best: string | undefined;
  // One letter of a short name may be wrong, two of five, and so on.
  let fewest = Math.max(1, Math.floor(plain.length * 0.4)) + 1;
  for (const known of plan.atName.keys()) {
    const edits = distance(plain, plainly(known), fewest);
    if (edits < fewest) {
      best = known;
      fewest = edits;
    }
  }
  return best;
}

/** Names are told apart by their letters, and no longer than a name is. */
function plainly(name: string): string {
  return name
    .slice(0, 60)
    .toLowerCase()
    .replace(/[_\-\s]/g, "");
}

/** How many letters have to be added, dropped or changed, or `limit` where it is not fewer. */
function distance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(row[other.length] ?? limit, limit);
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
