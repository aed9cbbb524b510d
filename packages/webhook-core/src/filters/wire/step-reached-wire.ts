import type { JsonObject } from "./notification-wire.ts";

/** The `data` of `conversation.step_reached` as it travels; a handler's `notification.event`. */
export interface StepReachedWire {
  /** Always `step_reached_event`. */
  readonly type?: string | null;
  /** Where the conversation takes place, such as `customer_chat` or `facebook`. */
  readonly channel?: string | null;
  /** Who the bot is talking to. */
  readonly interlocutor?: InterlocutorWire | null;
  /** What the conversation remembers. */
  readonly session?: SessionWire | null;
  /** The step that was reached. */
  readonly step?: StepWire | null;
  /** What the visitor typed or chose. */
  readonly input?: InputWire | null;
}

/** A session as it travels. */
export interface SessionWire {
  /** Values by keys of the bot's own. */
  readonly values?: JsonObject | null;
}

/** An interlocutor as it travels. */
export interface InterlocutorWire {
  /** The platform's own id. */
  readonly id?: string | null;
  /** The id in the channel; a handler's `interlocutor.remoteId`. */
  readonly userID?: string | null;
  /** The id in the bot owner's system; a handler's `interlocutor.externalId`. */
  readonly externalID?: string | null;
  /** Where the interlocutor is, in degrees. */
  readonly location?: CoordinatesWire | null;
  /** The e-mail address. */
  readonly email?: string | null;
  /** The first name, as it came. */
  readonly firstName?: string | null;
  /** The last name, as it came. */
  readonly lastName?: string | null;
  /** The phone number, as it came. */
  readonly phoneNumber?: string | null;
  /** Texts by keys of the bot's own. */
  readonly customAttributes?: { readonly [key: string]: string } | null;
  /** Whether the interlocutor is logged in. */
  readonly isLogged?: boolean | null;
  /** Whether the conversation is a test. */
  readonly usedToTest?: boolean | null;
}

/** A place on earth as it travels, in degrees. */
export interface CoordinatesWire {
  /** Degrees north of the equator. */
  readonly lat?: number | null;
  /** Degrees east of Greenwich. */
  readonly long?: number | null;
}

/** A step as it travels. */
export interface StepWire {
  /** The id; what `stepId` compares. */
  readonly id?: string | null;
  /** The name, as the bot's editor shows it. */
  readonly name?: string | null;
  /** The text of the webhook's "user data" field. */
  readonly userData?: string | null;
  /** The actions the step is configured to run. */
  readonly actions?: readonly JsonObject[] | null;
}

/** An input as it travels; which keys it has depends on its type. */
export interface InputWire {
  /** `message`, `custom_event`, `url_loaded_event`, `go_to_action`, or one from the future. */
  readonly type?: string | null;
  /** What the visitor wrote, as it came, when the type is `message`. */
  readonly text?: string | null;
  /** Files that came with a message. */
  readonly attachments?: readonly AttachmentWire[] | null;
  /** The name of a `custom_event`. */
  readonly name?: string | null;
  /** The page of a `url_loaded_event`. */
  readonly url?: string | null;
  /** Where a `go_to_action` goes. */
  readonly target?: TargetWire | null;
  /** What a `go_to_action` stores in the session. */
  readonly sessionValues?: JsonObject | null;
}

/** A file that came with a message, as it travels. */
export interface AttachmentWire {
  /** `file`, `image`, `audio` or `video`. */
  readonly type?: string | null;
  /** Where the file is. */
  readonly url?: string | null;
}

/** Where a `go_to_action` goes, as it travels. */
export interface TargetWire {
  /** `step` or `story`. */
  readonly type?: string | null;
  /** The id of the step or story. */
  readonly id?: string | null;
  /** Its name. */
  readonly name?: string | null;
}
