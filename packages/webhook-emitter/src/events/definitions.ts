import { WebhookConfigError } from "@clustaar/webhook-core";
import { checkOptions, kindOf } from "@clustaar/webhook-core/endpoint";
import { isPlainText } from "../internal/plain-text.ts";

const keys = [
  "input",
  "result",
  "description",
  "example",
  "exampleResult",
  "deprecated",
  "jsonSchema",
];
const reserved = /^(before|on|after|channel):/;

/**
 * Refuses definitions that cannot work.
 *
 * @throws WebhookConfigError `config_invalid`, naming the event and the key.
 */
export function checkDefinitions(definitions: unknown): void {
  if (typeof definitions !== "object" || definitions === null || Array.isArray(definitions)) {
    throw new WebhookConfigError(
      `createEvents: expected an object of events by name, got ${kindOf(definitions)}`,
    );
  }
  for (const [name, definition] of Object.entries(definitions)) {
    checkDefinition(name, definition);
  }
}

function checkDefinition(name: string, definition: Record<string, unknown>): void {
  const what = `createEvents: ${JSON.stringify(name)}`;
  if (reserved.test(name)) {
    throw new WebhookConfigError(
      `${what}: expected a name without before:, on:, after: or channel: in front, which say when something happens`,
    );
  }
  if (name.includes("*")) {
    throw new WebhookConfigError(
      `${what}: expected a name without *, which stands for any name where webhooks name their events`,
    );
  }
  if (!isPlainText(name)) {
    throw new WebhookConfigError(`${what}: expected a name of whole characters without U+0000`);
  }
  checkOptions(what, definition, keys);
  for (const key of ["input", "result"]) {
    const schema = definition[key];
    if (schema !== undefined && !isStandardSchema(schema)) {
      throw new WebhookConfigError(
        `${what}: ${key}: expected a schema of a Standard Schema library (zod, Valibot, ArkType), got ${kindOf(schema)}`,
      );
    }
  }
  const { description, deprecated } = definition;
  if (description !== undefined && typeof description !== "string") {
    throw new WebhookConfigError(`${what}: description: expected text, got ${kindOf(description)}`);
  }
  if (deprecated !== undefined && deprecated !== true && typeof deprecated !== "string") {
    throw new WebhookConfigError(
      `${what}: deprecated: expected true, or text that says what to use, got ${kindOf(deprecated)}`,
    );
  }
}

function isStandardSchema(schema: unknown): boolean {
  // ArkType's schemas are functions.
  if ((typeof schema !== "object" && typeof schema !== "function") || schema === null) return false;
  const standard = (schema as { "~standard"?: { validate?: unknown } })["~standard"];
  return typeof standard?.validate === "function";
}
