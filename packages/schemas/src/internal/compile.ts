import type { Budget } from "./html/budget.ts";
import { Absent, Op, type Plan, type Step } from "./plan.ts";

type Wire = Record<string, unknown>;

type Decode = NonNullable<Plan["decode"]>;
type Encode = NonNullable<Plan["encode"]>;

/** What generated code may call: everything that is not a plain read, check or write. */
export interface Helpers<Mapping> {
  /** The interpreter of the same plan: it takes over wherever something is out of the ordinary. */
  readonly otherwise: Mapping;
  /** A nested value, mapped; undefined where it does not fit. */
  readonly nested: (step: Step, value: unknown, around: Wire, budget: Budget) => unknown;
  /** What a value stands for, where nothing or nothing that fits came in its place. */
  readonly standsFor?: (value: unknown) => unknown;
}

/*
 * A loop over steps reads and writes every property by a name it does not know beforehand, which is most of what mapping costs
 * (`pnpm bench mapping` measures how much). So where the runtime allows it, the ordinary case of each plan (every required
 * field there, nothing unknown) is written out as code once. The code is made of our own tables alone: nothing that is
 * received or sent ever gets into it. The decoding of a `send_text_action`, whole:
 *
 *     function mapped(value, budget) {
 *       if (typeof value !== 'object' || value === null) return undefined;
 *       const v0 = value["type"];
 *       if ((v0 !== "send_text_action")) return otherwise(value, budget);
 *       const v1 = value["alternatives"];
 *       if ((typeof v1 !== 'object' || v1 === null)) return otherwise(value, budget);
 *       const v2 = value["text"];
 *       if (v2 !== undefined && (typeof v2 !== 'string')) return otherwise(value, budget);
 *       let count = -2;
 *       for (const _ in value) count++;
 *       if (v2 !== undefined) count--;
 *       if (count !== 0) return otherwise(value, budget);
 *       let d1 = v1;
 *       if ((d1 = nested(steps[1], v1, value, budget)) === undefined) return undefined;
 *       const model = { "type": v0, "alternatives": d1 };
 *       if (v2 !== undefined) model["text"] = steps[2].clean(v2, budget);
 *       return model;
 *     }
 */

/** The ordinary decode of a plan as generated code, or undefined where that is forbidden. */
export function compileDecode(plan: Plan, helpers: Helpers<Decode>) {
  return generate(plan, helpers, decodeSource(plan));
}

/** The text of the function that decodes a plan. */
export function decodeSource(plan: Plan): string {
  const lines: string[] = [];
  const nested: string[] = [];
  const required: string[] = [];
  const optional: string[] = [];
  const counted: string[] = [];
  plan.steps.forEach((step, i) => {
    const mayBeAbsent = step.absent === Absent.staysAbsent;
    const absences = [...(mayBeAbsent ? ["undefined"] : []), ...(step.keepsNull ? ["null"] : [])];
    const given = absences.map((absence) => `v${i} !== ${absence} && `).join("");
    lines.push(`const v${i} = value[${quote(step.key)}];`);
    lines.push(`if (${given}(${misfit(step, i)})) return otherwise(value, budget);`);
    const name = quote(step.name);
    const mapped = mappedDecode(plan, step, i, nested, given);
    if (mayBeAbsent) {
      counted.push(`if (v${i} !== undefined) count--;`);
      optional.push(`if (v${i} !== undefined) model[${name}] = ${mapped};`);
    } else required.push(`${name}: ${mapped}`);
  });
  return functionOf([
    // A list lacks every required field; where there is none, it must be told apart from an object.
    `if (typeof value !== 'object' || value === null${required.length === 0 ? " || Array.isArray(value)" : ""}) return undefined;`,
    ...lines,
    `let count = -${required.length};`,
    "for (const _ in value) count++;",
    ...counted,
    // More or fewer keys than were read: something unknown is there. Asked before anything nested is
    // mapped, which would otherwise be done twice on every level.
    "if (count !== 0) return otherwise(value, budget);",
    ...nested,
    `const model = { ${required.join(", ")} };`,
    ...optional,
    "return model;",
  ]);
}

/** When a value that is there is not the ordinary one; nested values are asked afterwards. */
function misfit(step: Step, i: number): string {
  switch (step.op) {
    case Op.constant:
      return `v${i} !== ${quote(step.defaultValue)}`;
    case Op.text:
      return step.absent === Absent.emptyText
        ? `typeof v${i} !== 'string' || v${i} === ''`
        : `typeof v${i} !== 'string'`;
    case Op.number:
      return step.integer ? `!Number.isInteger(v${i})` : `!Number.isFinite(v${i})`;
    case Op.flag:
      return `typeof v${i} !== 'boolean'`;
    default:
      return `typeof v${i} !== 'object' || v${i} === null`;
  }
}

function mappedDecode(plan: Plan, step: Step, i: number, lines: string[], given: string): string {
  if (step.op === Op.text) {
    if (step.cleaning.length === 0) return `v${i}`;
    return step.keepsNull
      ? `v${i} === null ? null : steps[${i}].clean(v${i}, budget)`
      : `steps[${i}].clean(v${i}, budget)`;
  }
  if (step.op === Op.constant || step.op === Op.number || step.op === Op.flag) return `v${i}`;
  lines.push(`let d${i} = v${i};`);
  // What does not fit a notification is kept, which the interpreter sees to.
  const misfit = plan.tolerant ? "otherwise(value, budget)" : "undefined";
  lines.push(
    `if (${given}(d${i} = nested(steps[${i}], v${i}, value, budget)) === undefined) return ${misfit};`,
  );
  return `d${i}`;
}

/** The ordinary encode of a plan as generated code, or undefined where that is forbidden. */
export function compileEncode(plan: Plan, helpers: Helpers<Encode>) {
  return generate(plan, helpers, encodeSource(plan));
}

function encodeSource(plan: Plan): string {
  const lines: string[] = [];
  const required: string[] = [];
  const optional: string[] = [];
  plan.steps.forEach((step, i) => {
    const key = quote(step.key);
    const mayBeAbsent = step.absent === Absent.staysAbsent;
    lines.push(`const v${i} = value[${quote(step.name)}];`);
    const { keepsNull, writesNull, leavesNullOut } = step;
    const odd = [
      ...(mayBeAbsent || leavesNullOut ? [] : [`v${i} === undefined`]),
      ...(keepsNull || writesNull || leavesNullOut ? [] : [`v${i} === null`]),
      ...(step.absent === Absent.emptyText ? [`v${i} === ''`] : []),
      ...(step.mayStandIn ? [`v${i} && standsFor(v${i})`] : []),
      ...(step.leavesEmptyOut ? [`v${i} && v${i}.length === 0`] : []),
    ];
    if (odd.length > 0) lines.push(`if (${odd.join(" || ")}) return otherwise(value);`);
    const mapped = step.scalar
      ? `v${i}`
      : `typeof v${i} === 'object' && v${i} !== null ? nested(steps[${i}], v${i}, value) : v${i}`;
    if (leavesNullOut) optional.push(`if (v${i} != null) wire[${key}] = ${mapped};`);
    else if (mayBeAbsent) optional.push(`if (v${i} !== undefined) wire[${key}] = ${mapped};`);
    else required.push(`${key}: ${mapped}`);
  });
  return functionOf([
    "if (value.extra !== undefined) return otherwise(value);",
    ...lines,
    `const wire = { ${required.join(", ")} };`,
    ...optional,
    "return wire;",
  ]);
}

/** A check of every field of an object as generated code, or undefined where that is forbidden. */
export function compileCheck(
  keys: readonly string[],
  slots: readonly ((value: unknown) => boolean)[],
): ((value: Wire) => boolean) | undefined {
  const fields = keys.map((key, i) => `slots[${i}](value[${quote(key)}])`);
  try {
    const make = new Function(
      "slots",
      `"use strict"; return (value) => ${fields.join(" && ") || "true"};`,
    );
    // What comes back is the function that the text spells out.
    return make(slots) as (value: Wire) => boolean;
  } catch {
    return undefined;
  }
}

function functionOf(body: readonly string[]): string {
  return ["function mapped(value, budget) {", ...body.map((line) => `  ${line}`), "}"].join("\n");
}

function generate<Mapping>(
  plan: Plan,
  { otherwise, nested, standsFor }: Helpers<Mapping>,
  source: string,
): Mapping | undefined {
  try {
    const make = new Function(
      "steps",
      "otherwise",
      "nested",
      "standsFor",
      `"use strict"; return ${source};`,
    );
    // What comes back is the function that the text spells out.
    return make(plan.steps, otherwise, nested, standsFor) as Mapping;
  } catch {
    return undefined;
  }
}

function quote(value: unknown): string {
  return JSON.stringify(value);
}
