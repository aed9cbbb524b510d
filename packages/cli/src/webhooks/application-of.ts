import type { Emitter, Events } from "@clustaar/webhook-emitter";
import { UsageError } from "../failures.ts";

/** What a file exports of its webhooks. */
export interface Application {
  readonly events: Events;
  /** Undefined: it exports events alone. */
  readonly emitter: Emitter | undefined;
}

/**
 * The emitter and the events that a module exports, by default or by any name.
 *
 * @throws UsageError when it exports neither, saying what to export.
 */
export async function applicationOf(module: Record<string, unknown>): Promise<Application> {
  // CommonJS puts what it exports under `default`.
  const inner = module.default;
  const exported = [
    ...Object.values(module),
    ...(typeof inner === "object" && inner !== null ? Object.values(inner) : []),
  ];
  // An emitter that is still being made is exported as a promise.
  const values = await Promise.all(exported.map((one) => (one instanceof Promise ? one : [one])));
  const all = values.flat();
  const emitter = all.find(isEmitter);
  const events = emitter?.events ?? all.find(isEvents);
  if (events) return { events, emitter };
  const names = Object.keys(module).filter((name) => name !== "default");
  throw new UsageError(
    `the file exports neither an emitter nor events${names.length > 0 ? ` (it exports ${names.join(", ")})` : ""}: write \`export const emitter = await createEmitter(...)\`, or \`export const events = createEvents(...)\``,
  );
}

function isEmitter(value: unknown): value is Emitter {
  const { webhooks, deliveries, explain } = (value ?? {}) as Partial<Emitter>;
  return (
    typeof webhooks?.list === "function" &&
    typeof deliveries?.list === "function" &&
    typeof explain === "function"
  );
}

function isEvents(value: unknown): value is Events {
  const { catalogue, dispatch, definitions } = (value ?? {}) as Partial<Events>;
  return (
    typeof catalogue === "function" &&
    typeof dispatch === "function" &&
    typeof definitions === "object"
  );
}
