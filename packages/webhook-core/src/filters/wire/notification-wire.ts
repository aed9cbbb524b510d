import type { StepReachedWire } from "./step-reached-wire.ts";

/** A JSON object that the platform sends and whose keys are not listed here. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

/**
 * A notification as it travels, before it is decoded: what filters see. Names are the wire's own (`botID`, not `botId`), texts
 * are not cleaned, and what the platform leaves out is absent.
 */
export interface NotificationWire<Data = unknown> {
  /** What happened, such as `conversation.step_reached`. */
  readonly topic: string;
  /** The id of the bot; a handler's `notification.botId`. */
  readonly botID?: string | null;
  /** When it was sent, in seconds since 1970. */
  readonly timestamp?: number | null;
  /** Always `notification_event`. */
  readonly type?: string | null;
  /** What happened, by the topic; a handler's `notification.event`. */
  readonly data: Data;
}

/**
 * A notification of any topic the platform has, as it travels. A new topic's `data` joins the intersection, `StepReachedWire & ...`:
 * all keys are optional, so filters that were written before keep their types. A union would refuse `json.data.channel`.
 */
export type KnownWire = NotificationWire<StepReachedWire>;
