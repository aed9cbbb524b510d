import type { Events } from "../events/create-events.ts";
import { type EventKey, parseEventKey, unknownEvent } from "../events/event-names.ts";
import type { EventDefinition } from "../events/event-types.ts";
import type { EmitterStore } from "../stores/store.ts";
import type { Transport } from "../transport/transport.ts";
import type { EmitterSettings } from "./emitter-options.ts";
import type { Publisher } from "./publisher.ts";
import type { Registry } from "./registry.ts";

/** The names of the emitter's own events. */
export const ownEvents = [
  "webhook.failing",
  "webhook.disabled",
  "webhook.exhausted",
  "webhook.recovered",
] as const;

/** What the parts of an emitter share. */
export class EmitterCore {
  readonly events: Events;
  readonly settings: EmitterSettings;
  readonly store: EmitterStore;
  readonly registry: Registry;
  readonly publisher: Publisher;
  readonly transport: Transport;
  /** Looks for work. */
  readonly wake: () => void;
  /** The events that webhooks may name: the application's, and the emitter's own. */
  readonly eventNames: readonly string[];

  constructor(parts: Omit<EmitterCore, "eventNames" | "eventOf">) {
    this.events = parts.events;
    this.settings = parts.settings;
    this.store = parts.store;
    this.registry = parts.registry;
    this.publisher = parts.publisher;
    this.transport = parts.transport;
    this.wake = parts.wake;
    this.eventNames = [...parts.events.names, ...ownEvents];
  }

  /**
   * An event by its name, with or without a preposition.
   *
   * @throws EmitterError `event_unknown`, with what exists.
   */
  eventOf(what: string, text: string): { key: EventKey; definition: EventDefinition } {
    const key = parseEventKey(String(text), (name) => this.eventNames.includes(name));
    if (!key) throw unknownEvent(what, text, this.eventNames);
    return { key, definition: this.events.definitions[key.event] ?? {} };
  }
}
