import type {
  Attachment,
  ButtonAction,
  GoToAction,
  Target,
  UnknownAction,
  Wire,
} from "@clustaar/webhook-core";
import { schemas } from "@clustaar/webhook-core";
import type { VisitorAttributes } from "../actions/outcome.ts";
import type { Bot } from "../bot/bot.ts";
import { jsonText } from "../internal/json-text.ts";
import { checkVisitor } from "./check-visitor.ts";
import {
  documentRequests,
  findButton,
  findListChoice,
  findLocationRequest,
  findRating,
} from "./find-offer.ts";
import type { Situation } from "./situation.ts";
import type { Edit, VisitorInput } from "./visitor-input.ts";

/** What an input comes to: what it changes at once, and the step it reaches. */
export interface Move {
  /** The id of the step that is reached; absent: none. */
  readonly step?: string;
  /** The input of the notification, as on the wire; absent: none. */
  readonly input?: Wire;
  /** Values to store in the session before the step is reached. */
  readonly sessionValues?: Readonly<Record<string, unknown>> | null;
  /** Attributes of the visitor to set before. */
  readonly attributes?: VisitorAttributes;
  /** Documents that were handed in. */
  readonly documents?: Readonly<Record<string, string>>;
  /** What the test has changed. */
  readonly edit?: Edit;
  /** What happens beside, in one line. */
  readonly note?: string;
}

/**
 * What an input comes to in a situation.
 *
 * @throws ConversationError where what it answers is not offered, or it leads to a step that is nowhere defined.
 */
export function moveOf(input: VisitorInput, situation: Situation, bot: Bot): Move {
  const { choices } = situation;
  switch (input.type) {
    case "say":
      return typed(input.text, [], situation, bot);
    case "attach":
      return {
        ...typed("", input.attachments, situation, bot),
        ...handedIn(input.attachments, situation),
      };
    case "click":
      return pressed(findButton(choices, input.title, input).action, situation, bot);
    case "choose": {
      const { action, sessionValues } = findListChoice(choices, input.list, input.title);
      const move = action === null ? {} : gone(action, bot);
      return { ...move, sessionValues: { ...move.sessionValues, ...sessionValues } };
    }
    case "rate": {
      const { rating, target } = findRating(choices, input.rating);
      return rated(rating, target, bot);
    }
    case "locate": {
      const { lat, long } = input;
      const { action } = findLocationRequest(choices);
      return { ...gone(action, bot), attributes: { location: { lat, long } } };
    }
    case "reach":
      return { step: input.step };
    case "send":
      return handedOver(input.input, situation, bot);
    case "edit": {
      const { type: _, ...edit } = input;
      if (edit.interlocutor !== undefined) checkVisitor("edit: interlocutor", edit.interlocutor);
      return { edit };
    }
  }
}

/** A message: its text decides the step, or the current one is reached. */
function typed(
  text: string,
  attachments: readonly Attachment[],
  situation: Situation,
  bot: Bot,
): Move {
  const input = schemas.incoming_message.encode({
    type: "message",
    text,
    attachments: [...attachments],
  });
  return { step: bot.stepForText(text) ?? situation.step, input };
}

/** Files answer the documents that were asked for, in their order. */
function handedIn(attachments: readonly Attachment[], { choices, documents }: Situation): Move {
  const missing = documentRequests(choices).filter(({ title }) => !Object.hasOwn(documents, title));
  const found = missing.flatMap(({ title }, index) => {
    const attachment = attachments[index];
    return attachment === undefined || attachment.type === "unknown"
      ? []
      : [[title, attachment.url]];
  });
  return { documents: Object.fromEntries(found) };
}

/** What the button's own action says. */
function pressed(action: ButtonAction, situation: Situation, bot: Bot): Move {
  switch (action.type) {
    case "go_to_action":
      return gone(action, bot);
    case "legacy_reply_to_message_action":
      return typed(action.message, [], situation, bot);
    case "open_url_action":
      return { note: `opens ${action.url}` };
    case "share_action":
      return { note: "shares the conversation" };
    case "customer_satisfaction_callback_action":
      return rated(action.kind, action.target, bot);
    case "unknown":
      return { note: `presses a button whose action is not known: ${jsonText(action.wire)}` };
  }
}

function gone(action: GoToAction | UnknownAction, bot: Bot): Move {
  if (action.type === "unknown") {
    return { note: `leads to an action that is not known: ${jsonText(action.wire)}` };
  }
  return {
    step: bot.stepOf(action.target),
    input: schemas.go_to_action.encode(action),
    sessionValues: action.sessionValues ?? null,
  };
}

/** A rating that leads somewhere is sent as the way there: the wire has no input for ratings. */
function rated(rating: string, target: Target | null, bot: Bot): Move {
  const note = `rates ${rating}`;
  if (!target) return { note };
  return { ...gone({ type: "go_to_action", target }, bot), note };
}

/** Any input: where its kind says so it leads to a step, else the current one is reached. */
function handedOver(input: Wire, situation: Situation, bot: Bot): Move {
  const event = { ...EMPTY_EVENT, input };
  const decoded = schemas.webhook_step_reached.decode(event).input;
  switch (decoded?.type) {
    case "message": {
      const step = bot.stepForText(String(input.text ?? "")) ?? situation.step;
      return { ...handedIn(decoded.attachments, situation), step, input };
    }
    case "go_to_action":
      return { ...gone(decoded, bot), input };
    case "custom_event":
      return { step: bot.stepForEvent(decoded.name) ?? situation.step, input };
    default:
      return { step: situation.step, input };
  }
}

const EMPTY_EVENT = {
  type: "step_reached_event",
  channel: "customer_chat",
  interlocutor: { id: "1" },
  session: { values: {} },
  step: { id: "1" },
};
