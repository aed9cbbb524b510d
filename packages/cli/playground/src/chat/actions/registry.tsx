import type { Action } from "@clustaar/schemas";
import type { RunAction } from "@clustaar/testing";
import type { VNode } from "preact";
import type { VisitorInput } from "../../../../src/dev/protocol.ts";
import { AskDocument } from "./ask-document.tsx";
import { AskLocation } from "./ask-location.tsx";
import { Cards } from "./cards.tsx";
import { ChoicesList, LooseChoice, LooseSection } from "./choices-list.tsx";
import { CustomerSatisfaction } from "./customer-satisfaction.tsx";
import { Email } from "./email.tsx";
import { Image } from "./image.tsx";
import { Jump } from "./jump.tsx";
import { noteView } from "./note.tsx";
import { QuickReplies } from "./quick-replies.tsx";
import { SaidText } from "./said-text.tsx";
import { SimpleCards } from "./simple-cards.tsx";
import { Ticket } from "./ticket.tsx";
import { UnknownAction } from "./unknown-action.tsx";

/** What the view of one action gets. */
export interface ActionProps<A> {
  readonly action: A;
  readonly run: RunAction;
  /** Whether the visitor can answer it now: only the last turn can be answered. */
  readonly answerable: boolean;
  /** What the visitor did next: what was pressed is marked. */
  readonly answer: VisitorInput | undefined;
}

type View<A> = (props: ActionProps<A>) => VNode | null;

/** How each kind of action looks; the compiler asks for a row for each kind there is. */
const views: { readonly [T in Action["type"]]: View<Extract<Action, { type: T }>> } = {
  send_text_action: SaidText,
  send_quick_replies_action: QuickReplies,
  send_cards_action: Cards,
  send_simple_cards_action: SimpleCards,
  send_choices_list_action: ChoicesList,
  choice: LooseChoice,
  section: LooseSection,
  send_image_action: Image,
  send_email_action: Email,
  ask_document_action: AskDocument,
  ask_location_action: AskLocation,
  customer_satisfaction_action: CustomerSatisfaction,
  create_zendesk_ticket_action: Ticket,
  send_ai_task_action: noteView("AI task", "ai", true),
  create_user_request_action: noteView("Request to the team", "team", true),
  assign_intercom_conversation_action: noteView("Intercom: hand-over", "team", true),
  close_intercom_conversation_action: noteView("Intercom: closed", "check"),
  transfer_iadvize_conversation_action: noteView("iAdvize: hand-over", "team", true),
  close_iadvize_conversation_action: noteView("iAdvize: closed", "check"),
  google_custom_search_action: noteView("Web search", "search", true),
  send_webhook_request_action: noteView("Webhook request", "code", true),
  send_js_event_action: noteView("Event in the page", "event"),
  store_session_value_action: noteView("Session", "data"),
  set_user_attribute_action: noteView("Visitor", "user"),
  jump_to_action: Jump,
  pause_bot_action: noteView("Pause", "pause"),
  wait_action: noteView("Wait", "clock"),
  unknown: UnknownAction,
};

/** One action as the visitor sees it, or as a note where the visitor would see nothing. */
export function RunActionView({ run, ...state }: Omit<ActionProps<never>, "action">) {
  const { action } = run;
  // The view is looked up by the action's own type; a kind that this page does not know is shown as it is.
  const ActionView = (views[action.type] ?? UnknownAction) as View<Action>;
  return <ActionView action={action} run={run} {...state} />;
}
