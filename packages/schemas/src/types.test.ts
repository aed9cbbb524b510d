import { describe, expect, expectTypeOf, it } from "vitest";
import {
  type Action,
  type Button,
  type ButtonAction,
  type Card,
  type ConversationSession,
  card,
  createZendeskTicketAction,
  type GoToAction,
  goToAction,
  type Input,
  type Interlocutor,
  type Json,
  type OpenUrlAction,
  type OpenUrlButton,
  type SendTextAction,
  type StepReachedResponse,
  type StepTarget,
  type StoryTarget,
  schemas,
  sendTextAction,
  shareAction,
  stepReachedResponse,
  stepTarget,
  storeSessionValueAction,
  type Unknown,
  type UnknownAction,
  type WebhookNotification,
  waitAction,
} from "./index.ts";

describe("types", () => {
  it("follow from the fields", () => {
    expectTypeOf<Card["title"]>().toEqualTypeOf<string>();
    expectTypeOf<Card["subtitle"]>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Card["buttons"]>().toEqualTypeOf<Button[] | null>();
    expectTypeOf<Card["type"]>().toEqualTypeOf<"card">();
    expectTypeOf<Card["extra"]>().toEqualTypeOf<Record<string, unknown> | undefined>();
    expectTypeOf<GoToAction["target"]>().toEqualTypeOf<StepTarget | StoryTarget>();
    expectTypeOf<OpenUrlButton["action"]>().toEqualTypeOf<OpenUrlAction | Unknown>();
    expectTypeOf<Button["action"]>().toEqualTypeOf<ButtonAction>();
    expectTypeOf<StepReachedResponse["session"]>().toEqualTypeOf<
      ConversationSession | null | undefined
    >();
    const ticket = createZendeskTicketAction({ user: {}, description: "x" });
    expectTypeOf(ticket.ticketType).toEqualTypeOf<
      "incident" | "problem" | "question" | "task" | "" | undefined
    >();
  });

  it("say honestly what a notification may lack", () => {
    type Event = WebhookNotification["event"];
    expectTypeOf<WebhookNotification["topic"]>().toEqualTypeOf<string>();
    expectTypeOf<WebhookNotification["botId"]>().toEqualTypeOf<string>();
    expectTypeOf<WebhookNotification["type"]>().toEqualTypeOf<"notification_event">();
    expectTypeOf<Event["session"]["values"]>().toEqualTypeOf<Record<string, Json>>();
    expectTypeOf<Event["step"]["id"]>().toEqualTypeOf<string>();
    expectTypeOf<Event["step"]["actions"]>().toEqualTypeOf<Action[]>();
    expectTypeOf<Event["input"]>().toEqualTypeOf<Input | null>();
    expectTypeOf<Interlocutor["id"]>().toEqualTypeOf<string>();
    expectTypeOf<Interlocutor["customAttributes"]>().toEqualTypeOf<Record<string, string> | null>();
    expectTypeOf<Interlocutor["email"]>().toEqualTypeOf<string | null>();
  });

  it("narrow on type", () => {
    const action = sendTextAction({ alternatives: ["Hello"] }) as Action;
    if (action.type === "send_text_action") {
      expectTypeOf(action).toEqualTypeOf<SendTextAction>();
      expectTypeOf(action.alternatives).toEqualTypeOf<string[]>();
    }
    if (action.type === "unknown") {
      expectTypeOf(action).toEqualTypeOf<UnknownAction>();
      expectTypeOf(action.wire).toBeUnknown();
    }
    // @ts-expect-error: no action has this type
    if (action.type === "send_text_acton") return;
  });

  it("let builders do without what is optional", () => {
    expectTypeOf(card).parameter(0).toHaveProperty("title").toEqualTypeOf<string>();
    expectTypeOf(waitAction).toBeCallableWith({});
    expectTypeOf(shareAction).toBeCallableWith();
    expectTypeOf(stepReachedResponse).toBeCallableWith({ actions: [waitAction()] });
    expectTypeOf(goToAction).toBeCallableWith({ target: stepTarget({ stepId: "x" }) });
    // @ts-expect-error: an action needs its own fields
    storeSessionValueAction({ key: "a" });
    // @ts-expect-error: a key of another action is a mistake
    expect(() => sendTextAction({ alternatives: ["Hello"], title: "x" })).toThrow("unknown key");
    // @ts-expect-error: a step has no storyId
    expect(() => stepTarget({ storyId: "x" })).toThrow("unknown key");
    // @ts-expect-error: what a button does is not a card
    schemas.button.encode({ type: "button", title: "x", action: card({ title: "x" }) });
  });

  it("type each schema of the registry", () => {
    expectTypeOf(schemas.card.decode).returns.toEqualTypeOf<Card>();
    expectTypeOf(schemas.webhook_request.decode).returns.toEqualTypeOf<WebhookNotification>();
    expectTypeOf(schemas.card.name).toEqualTypeOf<"card">();
    expectTypeOf(schemas.card.encode).returns.toEqualTypeOf<Record<string, unknown>>();
  });
});
