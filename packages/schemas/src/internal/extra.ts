import type { Plan } from "./plan.ts";

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

/** Writes `extra` back; a key the plan knows belongs to its field and is not overwritten. */
export function writeExtra(plan: Plan, extra: unknown, wire: Wire): void {
  if (typeof extra !== "object" || extra === null) return;
  for (const key of Object.keys(extra)) {
    if (!plan.atKey.has(key)) setKey(wire, key, (extra as Wire)[key]);
  }
}
