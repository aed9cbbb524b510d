import { NEXT, samples } from "@clustaar/sample-actions";
import {
  type Action,
  events,
  schemas,
  stepReachedResponse,
  Webhook,
  type Wire,
} from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { conversation, type Offer, type RunAction } from "../index.ts";
import { rules } from "./registry.ts";

const HERE = "507f191e810c19729de860ea";

/** A bot that answers its first step with these actions, and every other step with none. */
function botOf(...actions: Action[]): Webhook {
  return new Webhook({ privateKey: "k" }).on(events.CONVERSATION_STEP_REACHED, ({ notification }) =>
    stepReachedResponse({ actions: notification.event.step.id === HERE ? actions : [] }),
  );
}

async function chatAfter(...actions: Action[]) {
  const chat = conversation(botOf(...actions), { privateKey: "k" });
  const turn = await chat.reach(HERE);
  expect(turn.problem).toBeUndefined();
  return { chat, turn };
}

/** What one action is to do: what the visitor sees, what is noted, what is offered. */
interface Expected {
  says?: string;
  shows?: string;
  note?: string;
  offers?: Offer["kind"][];
}

const expected: { readonly [T in Action["type"]]: Expected } = {
  pause_bot_action: { note: "pauses the bot" },
  wait_action: { note: "waits 3 s" },
  send_email_action: { note: "sends an e-mail to shop@example.com: An order" },
  send_text_action: { says: "Hello" },
  send_js_event_action: { note: 'sends the page the event open_cart with {"id":7}' },
  send_image_action: { shows: "[image] A jacket https://example.com/j.png" },
  close_intercom_conversation_action: { note: "closes the Intercom conversation" },
  assign_intercom_conversation_action: { note: "assigns the Intercom conversation to 123" },
  send_cards_action: { shows: "[card] Jackets: Warm\n[card] Shoes", offers: ["button"] },
  send_simple_cards_action: { shows: "[card] Shop", offers: ["button"] },
  send_quick_replies_action: { says: "Anything else?", offers: ["button"] },
  store_session_value_action: { note: 'stores color = "red" in the session' },
  set_user_attribute_action: { note: 'sets the visitor\'s plan = "gold"' },
  ask_location_action: { says: "Where are you?", offers: ["location"] },
  google_custom_search_action: { shows: "[search] warm jackets (up to 3 results)" },
  create_zendesk_ticket_action: { note: "creates a Zendesk ticket (question): Where is it?" },
  jump_to_action: { note: `jumps to the step ${NEXT}` },
  customer_satisfaction_action: { says: "How was it?", offers: ["rating", "rating"] },
  send_webhook_request_action: { note: "calls https://example.com/hook (custom) with 1 field" },
  create_user_request_action: { note: "asks the team (sales): Please call Ada" },
  transfer_iadvize_conversation_action: {
    note: "hands the conversation over to iAdvize by the rule Sales",
  },
  close_iadvize_conversation_action: { note: "closes the iAdvize conversation" },
  ask_document_action: {
    says: "We need a few papers",
    shows: "[document] id_card: Both sides\n[document] bill",
    offers: ["document", "document"],
  },
  choice: { shows: "[choice] Red", offers: ["list"] },
  section: { shows: "[section] Colours\n[choice] Blue", offers: ["list"] },
  send_choices_list_action: {
    says: "Which size?",
    shows: "[list] Size",
    offers: ["list", "list"],
  },
  send_ai_task_action: { note: "starts the AI task gpt (answer)" },
  unknown: { note: 'unknown action: {"type":"teleport_action","to":"Lyon"}' },
};

describe("every kind of action", () => {
  it("there is has a rule, a sample and a row here", () => {
    const { items } = (
      schemas.webhook_step.toJSONSchema() as unknown as {
        properties: { actions: { items: { properties: { type: { enum: string[] } } } } };
      }
    ).properties.actions;
    const kinds = [...items.properties.type.enum, "unknown"].sort();
    expect(kinds.length).toBeGreaterThanOrEqual(28);
    expect(Object.keys(rules).sort()).toEqual(kinds);
    expect(Object.keys(samples).sort()).toEqual(kinds);
    expect(Object.keys(expected).sort()).toEqual(kinds);
  });

  /** What a run did, as a row says it. */
  const rowOf = ({ says, shows, note, offers }: RunAction): Expected => ({
    says,
    shows,
    note,
    offers: offers?.map(({ kind }) => kind),
  });

  it.each(Object.values(samples))("is run in a conversation: $type", async (action) => {
    const { turn } = await chatAfter(action);
    const [run] = turn.actions as [RunAction];
    expect(run.action).toEqual(action);
    expect(rowOf(run)).toEqual(expected[action.type]);
    const { says } = expected[action.type];
    expect(turn.texts).toEqual(says === undefined ? [] : [says]);
  });

  // A bot file is checked strictly: it holds no unknown actions.
  const known = Object.values(samples).filter(({ type }) => type !== "unknown");
  it.each(known)("is run by a step that calls no webhook: $type", async (action) => {
    const step = { id: HERE, name: "Here", userData: "{}", actions: [action] };
    const { actions } = schemas.webhook_step.encode(step) as { actions: Wire[] };
    const chat = conversation(new Webhook(), {
      bot: {
        steps: [
          { id: HERE, webhook: false, actions },
          { id: NEXT, webhook: false },
        ],
      },
    });
    const turn = await chat.reach(HERE);
    const [run] = turn.actions as [RunAction];
    expect(turn.exchanges).toEqual([]);
    expect(run.action).toEqual(action);
    expect(rowOf(run)).toEqual(expected[action.type]);
  });
});
