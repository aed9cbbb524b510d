import type {
  Condition,
  FlowConnection,
  Predicate,
  Target,
  ValueGetter,
} from "@clustaar/webhook-core";
import { testPythonRegexp } from "../internal/python-regexp.ts";
import { attributeOf } from "./attributes.ts";
import type { Scene } from "./outcome.ts";

/** Where the first connection leads to whose predicates all hold. */
export function connectionTarget(
  connections: readonly FlowConnection[],
  scene: Scene,
): Target | undefined {
  return connections.find(({ predicates }) => predicates.every((one) => holds(one, scene)))?.target;
}

function holds(predicate: Predicate, scene: Scene): boolean {
  switch (predicate.type) {
    case "connection_predicate":
      return meets(predicate.condition, valueFrom(predicate.valueGetter, scene), scene);
    case "connection_team_predicate":
      return scene.bot.isTeamOnline === (predicate.condition.type === "is_online");
    case "connection_user_predicate": {
      const isLogged = scene.situation.interlocutor.isLogged === true;
      return isLogged === (predicate.condition.type === "is_logged");
    }
  }
}

/** The value that a condition looks at; undefined and null: not set. */
function valueFrom(getter: ValueGetter, { situation, message }: Scene): unknown {
  switch (getter.type) {
    case "message":
      return message;
    case "session_value":
      return ownValue(situation.session.values, getter.key);
    case "user_attribute":
      return attributeOf(situation.interlocutor, getter.key);
    case "attachment_value":
      return ownValue(situation.documents, getter.key);
  }
}

function ownValue(values: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function meets(condition: Condition, value: unknown, { bot }: Scene): boolean {
  const isSet = value !== undefined && value !== null && value !== "";
  const text = isSet ? textOf(value) : "";
  switch (condition.type) {
    case "is_set":
      return isSet;
    case "is_not_set":
      return !isSet;
    case "equals":
      return isSet && text === condition.expected;
    case "contains":
      return isSet && condition.values.some((part) => text.includes(part));
    case "match_regexp":
      return isSet && testPythonRegexp(condition.regexp, text);
    case "match_intent":
      return isSet && bot.hasIntent(condition.intent.id, text);
    case "is_number":
      return numberOf(value) !== undefined;
    case "is_less_than":
      return compare(value, (number) => number < condition.maximum);
    case "is_less_than_or_equal":
      return compare(value, (number) => number <= condition.maximum);
    case "is_greater_than":
      return compare(value, (number) => number > condition.minimum);
    case "is_greater_than_or_equal":
      return compare(value, (number) => number >= condition.minimum);
  }
}

function compare(value: unknown, test: (number: number) => boolean): boolean {
  const number = numberOf(value);
  return number !== undefined && test(number);
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
