import { samples } from "@clustaar/sample-actions";
import { conversation } from "@clustaar/testing";
import { type Action, jumpToAction, schemas, stepReachedResponse } from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { turnLines } from "./turn-text.ts";
import { turnView } from "./turn-view.ts";

const same = (text: string) => text;
const plain = { bold: same, dim: same, red: same, green: same };

/** A turn that a webhook answers with these actions, as it is printed. */
function printed(actions: unknown, status = 200): Promise<string[]> {
  return printedAnswer({ actions }, status, "application/json");
}

async function printedAnswer(json: object, status: number, type: string): Promise<string[]> {
  const chat = conversation(async () => ({
    status,
    headers: { "content-type": type },
    body: JSON.stringify(json),
  }));
  return turnLines(turnView(await chat.say("Hi")), plain);
}

/** The actions of an answer, as on the wire. */
function wireOf(action: Action): unknown {
  const answer = stepReachedResponse({ actions: [action] });
  return schemas.webhook_step_reached_response.encode(answer).actions;
}

describe("a turn in the terminal", () => {
  it("shows every kind of action readably", async () => {
    const lines: Record<string, string[]> = {};
    // A jump that leads on would be followed.
    const shown = { ...samples, jump_to_action: jumpToAction({ connections: [] }) };
    for (const [kind, action] of Object.entries(shown)) lines[kind] = await printed(wireOf(action));
    // What the limit says belongs to the schemas.
    lines.unknown = lines.unknown?.map((line) => line.replace(/: expected .*/, ": ...")) ?? [];
    expect(lines).toMatchInlineSnapshot(`
      {
        "ask_document_action": [
          "Bot: We need a few papers",
          "     [document] id_card: Both sides",
          "     [document] bill",
          "  [1] id_card: answer with /attach https://example.com/file.pdf",
          "  [2] bill: answer with /attach https://example.com/file.pdf",
        ],
        "ask_location_action": [
          "Bot: Where are you?",
          "  [1] Where are you?: answer with /locate 48.85 2.35",
        ],
        "assign_intercom_conversation_action": [
          "(assigns the Intercom conversation to 123)",
        ],
        "choice": [
          "     [choice] Red",
          "  [1] Red",
        ],
        "close_iadvize_conversation_action": [
          "(closes the iAdvize conversation)",
        ],
        "close_intercom_conversation_action": [
          "(closes the Intercom conversation)",
        ],
        "create_user_request_action": [
          "(asks the team (sales): Please call Ada)",
        ],
        "create_zendesk_ticket_action": [
          "(creates a Zendesk ticket (question): Where is it?)",
        ],
        "customer_satisfaction_action": [
          "Bot: How was it?",
          "  [1] Good",
          "  [2] Bad",
        ],
        "google_custom_search_action": [
          "     [search] warm jackets (up to 3 results)",
        ],
        "jump_to_action": [
          "(jumps nowhere: no connection fits)",
        ],
        "pause_bot_action": [
          "(pauses the bot)",
          "(paused = true)",
        ],
        "section": [
          "     [section] Colours",
          "     [choice] Blue",
          "  [1] Blue (Colours)",
        ],
        "send_ai_task_action": [
          "(starts the AI task gpt (answer))",
        ],
        "send_cards_action": [
          "     [card] Jackets: Warm",
          "     [card] Shoes",
          "  [1] See them (Jackets)",
        ],
        "send_choices_list_action": [
          "Bot: Which size?",
          "     [list] Size",
          "  [1] S (Size)",
          "  [2] XL (Size)",
        ],
        "send_email_action": [
          "(sends an e-mail to shop@example.com: An order)",
        ],
        "send_image_action": [
          "     [image] A jacket https://example.com/j.png",
        ],
        "send_js_event_action": [
          "(sends the page the event open_cart with {"id":7})",
        ],
        "send_quick_replies_action": [
          "Bot: Anything else?",
          "  [1] Yes",
        ],
        "send_simple_cards_action": [
          "     [card] Shop",
          "  [1] Open (Shop)",
        ],
        "send_text_action": [
          "Bot: Hello",
        ],
        "send_webhook_request_action": [
          "(calls https://example.com/hook (custom) with 1 field)",
        ],
        "set_user_attribute_action": [
          "(sets the visitor's plan = "gold")",
          "(interlocutor.customAttributes.plan = "gold")",
        ],
        "store_session_value_action": [
          "(stores color = "red" in the session)",
          "(session.values.color = "red")",
        ],
        "transfer_iadvize_conversation_action": [
          "(hands the conversation over to iAdvize by the rule Sales)",
        ],
        "unknown": [
          "(unknown action: {"type":"teleport_action","to":"Lyon"})",
          "! actions/0/type: ...",
        ],
        "wait_action": [
          "(waits 3 s)",
        ],
      }
    `);
    for (const [kind, [first = ""]] of Object.entries(lines)) {
      if (kind !== "unknown") expect(first, kind).not.toContain("unknown action");
    }
  });

  it("lets no bot steer the terminal", async () => {
    const evil = "\u001b]0;owned\u0007\u001b[2J\u202e";
    const lines = await printed([
      { type: "send_text_action", alternatives: [evil] },
      { type: `teleport${evil}` },
      { type: "send_quick_replies_action", message: "?", buttons: [] },
    ]);
    for (const character of ["\u001b", "\u0007", "\u202e"])
      expect(lines.join("\n")).not.toContain(character);
    expect(lines[0]).toBe("Bot: \\u001b]0;owned\\u0007\\u001b[2J\\u202e");
  });

  it("indents texts of several lines", async () => {
    const text = { type: "send_text_action", alternatives: ["one\ntwo"] };
    expect(await printed([text])).toEqual(["Bot: one", "     two"]);
  });

  it("says why there is no answer, and that the bot is silent", async () => {
    expect((await printed([], 500))[0]).toMatch(/^! no answer: 500 /);
    expect(await printed([])).toEqual(["(the bot says nothing)"]);
  });

  it("says where the reason is that a server keeps to itself, and what a missing signature asks for", async () => {
    const kept = { code: "response_invalid", title: "The handler's answer is not valid" };
    expect((await printedAnswer(kept, 500, "application/problem+json"))[0]).toBe(
      "! no answer: 500 response_invalid: The handler's answer is not valid; the server's log says why, and started with CLUSTAAR_DEVELOPMENT=1 its answer does, too",
    );
    const unsigned = { code: "signature_missing", title: "No signature" };
    expect((await printedAnswer(unsigned, 401, "application/problem+json")).join("\n")).toContain(
      "give --key",
    );
  });

  it("warns of limits that an answer breaks", async () => {
    const text = { type: "send_text_action", alternatives: [] };
    expect((await printed([text])).join("\n")).toContain("the platform refuses this answer");
  });
});
