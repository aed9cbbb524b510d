import { schemas } from "@clustaar/webhook-core";
import { kindOf } from "@clustaar/webhook-core/endpoint";
import type { BotIssue } from "../errors.ts";
import { isObject } from "../internal/is-object.ts";

/** Everything that is wrong with a bot file: where, what was expected and what came. */
export function botIssues(json: unknown): BotIssue[] {
  const issues: BotIssue[] = [];
  const file = new Place("", json, issues).object([
    "$schema",
    "id",
    "start",
    "steps",
    "texts",
    "events",
    "intents",
    "stories",
    "team",
  ]);
  if (file === undefined) return issues;
  file("$schema").optionalText();
  file("id").optionalText();
  file("team").oneOf(["online", "offline"]);
  const ids = stepIds(file("steps"), issues);
  const toStep = (place: Place) => place.oneOfSteps(ids);
  if (file("start").isThere) toStep(file("start"));

  file("texts").eachObject(["when", "step"], (rule) => {
    checkWhen(rule("when"));
    toStep(rule("step"));
  });
  file("events").eachObject(["when", "step"], (rule) => {
    rule("when").textOrTexts();
    toStep(rule("step"));
  });
  file("intents").eachObject(["id", "when"], (rule) => {
    rule("id").text();
    checkWhen(rule("when"));
  });
  file("stories").eachObject(["id", "step"], (rule) => {
    rule("id").text();
    toStep(rule("step"));
  });
  return issues;
}

/** Checks the steps, and gives their ids. */
function stepIds(steps: Place, issues: BotIssue[]): Set<string> {
  const ids = new Set<string>();
  if (!Array.isArray(steps.value) || steps.value.length === 0) {
    steps.expected("a list of at least one step");
    return ids;
  }
  steps.eachObject(["id", "name", "userData", "actions", "webhook"], (step) => {
    const id = step("id");
    if (id.text()) {
      if (ids.has(id.value as string))
        issues.push({ path: id.path, message: `two steps have the id "${id.value}"` });
      ids.add(id.value as string);
    }
    step("name").optionalText();
    if (step("userData").isThere && typeof step("userData").value !== "string") {
      step("userData").expected("a text");
    }
    step("webhook").oneOf([true, false]);
    checkActions(step("actions"), issues);
  });
  return ids;
}

function checkActions(actions: Place, issues: BotIssue[]): void {
  if (!actions.isThere) return;
  const result = schemas.webhook_step.validate({
    id: "id",
    name: "name",
    userData: "{}",
    actions: actions.value,
  });
  if (result.success) return;
  for (const { path, message } of result.issues) {
    issues.push({ path: [actions.path, ...path.slice(1)].join("."), message });
  }
}

function checkWhen(when: Place): void {
  if (!isObject(when.value)) {
    when.textOrTexts("a text, a list of texts or { regexp }");
    return;
  }
  const rule = when.object(["regexp", "flags"]);
  if (rule === undefined) return;
  const regexp = rule("regexp");
  const flags = rule("flags");
  if (!regexp.text()) return;
  if (flags.isThere && typeof flags.value !== "string") {
    flags.expected("flags of a regular expression");
    return;
  }
  try {
    new RegExp(regexp.value as string, (flags.value as string | undefined) ?? "i");
  } catch (error) {
    regexp.says((error as Error).message);
  }
}

/** More ids than this help nobody in an error message. */
const MOST_NAMED = 10;

/** One value of the file, and where it stands. */
class Place {
  readonly path: string;
  readonly value: unknown;
  readonly #issues: BotIssue[];

  constructor(path: string, value: unknown, issues: BotIssue[]) {
    this.path = path;
    this.value = value;
    this.#issues = issues;
  }

  get isThere(): boolean {
    return this.value !== undefined;
  }

  says(message: string): void {
    this.#issues.push({ path: this.path, message });
  }

  expected(what: string): void {
    const { value } = this;
    const came =
      value === undefined
        ? "nothing"
        : typeof value === "string" && value !== ""
          ? JSON.stringify(value.slice(0, 100))
          : kindOf(value);
    this.says(`expected ${what}, got ${came}`);
  }

  /** The places of an object's keys; unknown keys are reported. */
  object(known: readonly string[]): ((key: string) => Place) | undefined {
    const { value } = this;
    if (!isObject(value)) {
      this.expected("an object");
      return undefined;
    }
    for (const key of Object.keys(value)) {
      if (!known.includes(key)) {
        this.#at(key, value[key]).says(`unknown key; the keys are ${known.join(", ")}`);
      }
    }
    return (key) => this.#at(key, Object.hasOwn(value, key) ? value[key] : undefined);
  }

  /** Each object of a list that may be left out. */
  eachObject(known: readonly string[], check: (key: (name: string) => Place) => void): void {
    if (!this.isThere) return;
    if (!Array.isArray(this.value)) {
      this.expected("a list");
      return;
    }
    for (const [index, item] of this.value.entries()) {
      const object = this.#at(String(index), item).object(known);
      if (object !== undefined) check(object);
    }
  }

  text(): boolean {
    if (typeof this.value === "string" && this.value !== "") return true;
    this.expected("a text that is not empty");
    return false;
  }

  optionalText(): void {
    if (this.isThere) this.text();
  }

  textOrTexts(what = "a text or a list of texts"): void {
    const { value } = this;
    const list = Array.isArray(value) ? value : [value];
    const good = list.every((one) => typeof one === "string" && one !== "");
    if (!good || list.length === 0) this.expected(what);
  }

  oneOf(values: readonly unknown[]): void {
    if (!this.isThere || values.includes(this.value)) return;
    this.expected(values.map((one) => JSON.stringify(one)).join(" or "));
  }

  oneOfSteps(ids: ReadonlySet<string>): void {
    if (typeof this.value === "string" && ids.has(this.value)) return;
    const known = [...ids].slice(0, MOST_NAMED).join(", ");
    this.expected(`the id of a step (${known}${ids.size > MOST_NAMED ? ", ..." : ""})`);
  }

  #at(key: string, value: unknown): Place {
    return new Place(this.path === "" ? key : `${this.path}.${key}`, value, this.#issues);
  }
}
