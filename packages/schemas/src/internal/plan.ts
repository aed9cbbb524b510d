import type { Clean } from "./clean.ts";
import type { Budget } from "./html/budget.ts";
import type { SchemaChoice, SchemaRef, SlotSpec, Spec } from "./specs.ts";

/** What a step of a plan does with its value; numbers, because a switch over them is fast. */
export const Op = {
  constant: 0,
  text: 1,
  number: 2,
  flag: 3,
  dict: 4,
  texts: 5,
  objects: 6,
  object: 7,
  oneOf: 8,
  oneOfs: 9,
  constantList: 10,
  event: 11,
} as const;
type Op = (typeof Op)[keyof typeof Op];

/** What an absent (or null) value reads as. */
export const Absent = {
  fails: 0,
  staysAbsent: 1,
  null: 2,
  default: 3,
  emptyList: 4,
  emptyDict: 5,
  emptyObject: 6,
  emptyText: 7,
} as const;
type Absent = (typeof Absent)[keyof typeof Absent];

/** One field, ready for decode and encode. Every step has every property: one shape keeps the loop fast. */
export interface Step {
  readonly key: string;
  readonly name: string;
  readonly op: Op;
  readonly absent: Absent;
  /** Null is a value of its own and stays null. */
  readonly keepsNull: boolean;
  /** What does not fit goes to `extra`, and the field reads as absent. */
  readonly mayMisfit: boolean;
  /** Null where a value must stand is not a value: it reads like an absent one. */
  readonly nullIsAbsent: boolean;
  readonly defaultValue: unknown;
  readonly constant: boolean;
  /** Written as it stands. */
  readonly scalar: boolean;
  readonly integer: boolean;
  readonly cleaning: readonly Clean[];
  /** What carries out the cleaning: set when the first value is decoded, since a builder needs none of that code. */
  clean: ((text: string, budget: Budget) => string) | undefined;
  readonly textKeys: boolean;
  /** The nested plan of an object, or undefined. */
  readonly plan: Plan | undefined;
  /** The nested plans of a union, by `type`, or undefined. */
  readonly plans: ReadonlyMap<unknown, Plan> | undefined;
  /** The key beside an event that says which plan reads it, and the plans by its value, or undefined. */
  readonly chosenBy: string | undefined;
  readonly chosen: ReadonlyMap<unknown, Plan> | undefined;
  readonly carryUnknown: boolean;
  /** Null, where an action must stand, is carried as unknown like anything else that is not an action. */
  readonly carriesNull: boolean;
  /** On encode: written although the model has none. */
  readonly writesNull: boolean;
  /** On encode: null stands for what the platform left out, and the wire would refuse it. */
  readonly leavesNullOut: boolean;
  readonly writesDefault: boolean;
  /** On encode: an empty list is left out, since the wire would refuse it. */
  readonly leavesEmptyOut: boolean;
  /** On encode: an object, list or dict that stands for something missing is written as what it stands for. */
  readonly mayStandIn: boolean;
}

/** How to map one schema, both ways. */
export interface Plan {
  /** A part of a notification: see {@link SchemaRef.tolerant}. */
  readonly tolerant: boolean;
  readonly steps: readonly Step[];
  /** The index of a step by its wire key, and by the model's name for it. */
  readonly atKey: ReadonlyMap<string, number>;
  readonly atName: ReadonlyMap<string, number>;
  /** One bit for every step. */
  readonly all: number;
  /** How to map a value both ways: set on first use, by `decode.ts` and `encode.ts`. */
  decode: ((wire: unknown, budget: Budget) => Record<string, unknown> | undefined) | undefined;
  encode: ((model: unknown) => Record<string, unknown> | undefined) | undefined;
}

const plans = new WeakMap<SchemaRef, Plan>();

/** The plan of a schema, made on first use. */
export function planOf(schema: SchemaRef): Plan {
  const known = plans.get(schema);
  if (known !== undefined) return known;
  const entries = Object.entries(schema.fields);
  // Which fields a value has is kept in the bits of one small integer.
  if (entries.length > 30) throw new RangeError(`${schema.name} has more than 30 fields`);
  const tolerant = schema.tolerant === true;
  const steps = entries.map(([key, { spec }]) => stepOf(key, spec, tolerant));
  const plan: Plan = {
    tolerant,
    steps,
    atKey: new Map(steps.map(({ key }, index) => [key, index])),
    atName: new Map(steps.map(({ name }, index) => [name, index])),
    all: 2 ** steps.length - 1,
    decode: undefined,
    encode: undefined,
  };
  plans.set(schema, plan);
  return plan;
}

/** How a value that stands by itself is mapped. */
export function slotOf(spec: SlotSpec): Step {
  return stepOf("", spec, false);
}

function stepOf(key: string, spec: Spec, tolerant: boolean): Step {
  const { presence } = spec;
  const nullable = presence.nullable === true;
  const optional = presence.optional === true;
  const absent = absentOf(spec);
  // A list's work is done on its items: what they are decides the operation.
  const value = spec.kind === "list" ? spec.items : spec;
  return {
    key,
    name: presence.as ?? key,
    op: opOf(spec),
    absent,
    keepsNull: nullable && presence.omitNull !== true,
    mayMisfit: tolerant && absent !== Absent.fails,
    nullIsAbsent: presence.missing !== undefined || optional || spec.kind === "constant",
    defaultValue: spec.kind === "constant" ? spec.value : presence.default,
    constant: spec.kind === "constant",
    scalar: spec.kind !== "list" && spec.kind !== "object" && spec.kind !== "oneOf",
    // A fraction is a number too: what came reaches the handler.
    integer: spec.kind === "number" && spec.integer && !tolerant,
    cleaning: value.kind === "text" ? value.clean : [],
    clean: undefined,
    textKeys: spec.kind === "dict" && spec.texts !== undefined,
    plan: value.kind === "object" ? planOf(value.schema) : undefined,
    plans: value.kind === "oneOf" ? plansOf(value.schemas) : undefined,
    ...choiceOf(value.kind === "oneOf" ? value.chosenBy : undefined),
    carryUnknown: (value.kind === "object" || value.kind === "oneOf") && value.carryUnknown,
    carriesNull:
      (spec.kind === "object" || spec.kind === "oneOf") &&
      spec.carryUnknown &&
      !nullable &&
      !optional &&
      presence.missing === undefined,
    writesNull: nullable && !optional,
    leavesNullOut: absent === Absent.null && !nullable,
    writesDefault: !optional && absent >= Absent.default && absent !== Absent.emptyText,
    leavesEmptyOut: spec.kind === "list" && optional && (spec.range.min ?? 0) > 0,
    mayStandIn:
      absent !== Absent.fails &&
      (presence.missing === "empty" || spec.kind === "object") &&
      spec.kind !== "text",
  };
}

function plansOf(schemas: ReadonlyMap<string, SchemaRef>): ReadonlyMap<unknown, Plan> {
  return new Map([...schemas].map(([type, schema]) => [type, planOf(schema)]));
}

function choiceOf(choice: SchemaChoice | undefined): Pick<Step, "chosenBy" | "chosen"> {
  return { chosenBy: choice?.key, chosen: choice && plansOf(choice.schemas) };
}

function absentOf({ kind, presence }: Spec): Absent {
  if (presence.missing === "null") return kind === "constant" ? Absent.default : Absent.null;
  if (presence.missing === "empty") {
    if (kind === "text") return Absent.emptyText;
    if (kind === "list") return Absent.emptyList;
    return kind === "dict" ? Absent.emptyDict : Absent.emptyObject;
  }
  if (presence.default !== undefined) {
    return Array.isArray(presence.default) ? Absent.emptyList : Absent.default;
  }
  if (presence.optional) return kind === "constant" ? Absent.default : Absent.staysAbsent;
  return presence.nullable ? Absent.null : Absent.fails;
}

function opOf(spec: Spec): Op {
  switch (spec.kind) {
    case "constant":
      return typeof spec.value === "string" ? Op.constant : Op.constantList;
    case "list":
      if (spec.items.kind === "text") return Op.texts;
      if (spec.items.kind === "object") return Op.objects;
      if (spec.items.kind === "oneOf") return Op.oneOfs;
      throw new TypeError(`a list of ${spec.items.kind} is not mapped: add an operation for it`);
    case "oneOf":
      return spec.chosenBy === undefined ? Op.oneOf : Op.event;
    default:
      return Op[spec.kind];
  }
}
