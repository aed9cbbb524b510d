import { fileURLToPath } from "node:url";
import { undocumentedMembers } from "@clustaar/doc-examples/documented-members";
import { openEditor } from "@clustaar/doc-examples/editor";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { type Schema, schemas } from "./index.ts";

/* What an editor and the compiler say is an interface like any other: these are its screenshots. */

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const entry = here("./index.ts");

/** What a user writes: a hover is asked for behind each comment of a question mark. */
const text = `
import {
  type Action, button, card, conversationSession, goToAction, limits, sendCardsAction, sendTextAction, schemas, shareAction,
  type StepReached, stepReachedResponse, stepTarget, type WebhookNotification,
} from "./index.ts";

declare const notification: WebhookNotification;
const { event } = notification;
const shoes = /*?*/card({ title: "Shoes" });
card({ /*?*/title: "Boots", /*?*/imageUrl: null });
shoes./*?*/title;
shoes./*?*/imageUrl;
shoes./*?*/buttons;
event./*?*/session./*?*/values;
event.step./*?*/actions;
event./*?*/input;
event./*?*/interlocutor./*?*/remoteId;
/*?*/stepReachedResponse({ actions: [/*?*/sendCardsAction({ cards: [shoes] })] });
schemas./*?*/card;
limits./*?*/card./*?*/title;
const sent: /*?*/WebhookNotification<StepReached> = notification;

card({});
card({ title: 5 });
card({ title: "x", imageURL: "https://example.com/a.png" });
sendCardsAction({ cards: [sendTextAction({ alternatives: ["x"] })] });
sendTextAction({ alternatives: "x" });
button({ title: "x", action: card({ title: "x" }) });
stepReachedResponse({ actions: sendTextAction({ alternatives: ["x"] }) });
stepReachedResponse({ actions: [Promise.resolve(shareAction())] });
stepReachedResponse({ actions: [goToAction({ target: stepTarget({ stepId: "x" }) })] });
conversationSession({ values: { order: fetch("https://shop.example.com/order") } });
event.session.values.order = fetch("https://shop.example.com/order");
const action: Action = { type: "send_text_acton" };
stepReachedResponse({ actions: [] }).session.values;
`;

// A file that is not on the disk, beside the sources.
const { program, hovers, errors } = openEditor(here("./what-a-user-writes.ts"), text);
const checker = program.getTypeChecker();

describe("the hover", () => {
  it("says what every property of every exported type means", () => {
    expect(undocumentedMembers(program, entry, here("."))).toEqual([]);
  });

  it("names the limits of every field", () => {
    const source = program.getSourceFile(entry) as ts.SourceFile;
    const module = checker.getSymbolAtLocation(source) as ts.Symbol;
    const registry = checker
      .getExportsOfModule(module)
      .find(({ name }) => name === "schemas") as ts.Symbol;
    const typeOfSchemas = checker.getTypeOfSymbol(checker.getAliasedSymbol(registry));
    const missing: string[] = [];
    let numbers = 0;
    for (const [name, schema] of Object.entries(schemas as Readonly<Record<string, Schema>>)) {
      const decode = checker
        .getTypeOfSymbol(typeOfSchemas.getProperty(name) as ts.Symbol)
        .getProperty("decode") as ts.Symbol;
      const [signature] = checker.getTypeOfSymbol(decode).getCallSignatures();
      const model = checker.getReturnTypeOfSignature(signature as ts.Signature);
      for (const [key, { spec }] of Object.entries(schema.fields)) {
        const property = model.getProperty(spec.presence.as ?? key) as ts.Symbol;
        const says = ts.displayPartsToString(property.getDocumentationComment(checker));
        const limits = [
          ...(spec.kind === "text" ? [spec.limits.min, spec.limits.max] : []),
          ...(spec.kind === "number" || spec.kind === "list"
            ? [spec.range.min, spec.range.max]
            : []),
          ...(spec.kind === "list" && spec.items.kind === "text" ? [spec.items.limits.max] : []),
        ].filter((limit) => limit !== undefined && limit !== 0);
        numbers += limits.length;
        for (const limit of limits) {
          if (!new RegExp(`(?<![\\d.])${limit}(?!\\d)`).test(says)) {
            missing.push(`${name}.${key}: ${limit} is not in "${says}"`);
          }
        }
        if (spec.presence.as !== undefined && !says.includes(`\`${key}\` on the wire`)) {
          missing.push(`${name}.${key}: its wire key is not in "${says}"`);
        }
      }
    }
    expect(missing).toEqual([]);
    expect(numbers).toBeGreaterThan(100);
  });

  it("is readable", () => {
    expect(`\n${hovers().join("\n")}\n`).toMatchInlineSnapshot(`
      "
      (alias) card(init: CardInit): Card
      import card
        A card: a title of 1 to 80 characters, and up to 3 buttons.
      (property) title: string
        The card's title, 1 to 80 characters.
      (property) imageUrl?: string | null | undefined
        The card's image: an http or https URL of up to 500 characters (\`imageURL\` on the wire).
      (property) title: string
        The card's title, 1 to 80 characters.
      (property) imageUrl?: string | null | undefined
        The card's image: an http or https URL of up to 500 characters (\`imageURL\` on the wire).
      (property) buttons: Button[] | null
        Up to 3 buttons under the card.
      (property) session: ConversationSession
        What the conversation remembers; change it and answer with it.
      (property) values: Record<string, Json>
        What the conversation remembers, by name: any JSON. Reads as \`{}\` if the platform sends none.
      (property) actions: Action[]
        The actions the step is configured to run: answer with them to leave the bot as it is.
      (property) input: Input | null
        What made the conversation reach the step; null if the platform does not say.
      (property) interlocutor: Interlocutor
        Who the bot is talking to; its fields read as empty if the platform sends none.
      (property) remoteId: string | null
        Your own id of the visitor, if your page told the platform (\`userID\` on the wire).
      (alias) stepReachedResponse(init: StepReachedResponseInit): StepReachedResponse
      import stepReachedResponse
        The answer to a step: the actions to run instead of its own, and what to store.
      (alias) sendCardsAction(init: SendCardsActionInit): SendCardsAction
      import sendCardsAction
        Sends 1 to 25 cards side by side.
      (property) card: Schema<"card", Card>
      (property) card: {
          readonly title: 80;
          readonly url: 500;
          readonly imageUrl: 500;
          readonly subtitle: 80;
          readonly alt: 500;
          readonly buttons: 3;
      }
      (property) title: 80
        The card's title, 1 to 80 characters.
      (alias) interface WebhookNotification<Event = StepReached>
      import WebhookNotification
        What the platform posts to a webhook: a topic and its event, which is of the topic's type.
      \`WebhookNotification<unknown>\` is that of a topic this package does not know.
      "
    `);
  });
});

describe("a compile error", () => {
  it("speaks of models by their names", () => {
    expect(`\n${errors().join("\n\n")}\n`).toMatchInlineSnapshot(`
      "
      Argument of type '{}' is not assignable to parameter of type 'CardInit'.
        Property 'title' is missing in type '{}' but required in type 'CardInit'.

      Type 'number' is not assignable to type 'string'.

      Object literal may only specify known properties, but 'imageURL' does not exist in type 'CardInit'. Did you mean to write 'imageUrl'?

      Type 'SendTextAction' is missing the following properties from type 'Card': title, buttons

      Type 'string' is not assignable to type 'string[]'.

      Type 'Card' is not assignable to type 'ButtonAction'.
        Type 'Card' is not assignable to type 'OpenUrlAction'.
          Types of property 'type' are incompatible.
            Type '"card"' is not assignable to type '"open_url_action"'.

      Type 'SendTextAction' is missing the following properties from type 'Action[]': length, pop, push, concat, and 29 more.

      Type 'Promise<ShareAction>' is not assignable to type 'Action'.

      Type 'GoToAction' is not assignable to type 'Action'.
        Property 'title' is missing in type 'GoToAction' but required in type 'Choice'.

      Type 'Promise<Response>' is not assignable to type 'Json'.
        Type 'Promise<Response>' is not assignable to type 'JsonObject'.
          Types of property 'then' are incompatible.
            Type '<TResult1 = Response, TResult2 = never>(onfulfilled?: ((value: Response) => TResult1 | PromiseLike<TResult1>) | null | undefined, onrejected?: ((reason: any) => TResult2 | PromiseLike<...>) | null | undefined) => Promise<...>' is not assignable to type '"a promise is not JSON: is an \`await\` missing?"'.

      Type 'Promise<Response>' is not assignable to type 'Json'.
        Type 'Promise<Response>' is not assignable to type 'JsonObject'.
          Types of property 'then' are incompatible.
            Type '<TResult1 = Response, TResult2 = never>(onfulfilled?: ((value: Response) => TResult1 | PromiseLike<TResult1>) | null | undefined, onrejected?: ((reason: any) => TResult2 | PromiseLike<...>) | null | undefined) => Promise<...>' is not assignable to type '"a promise is not JSON: is an \`await\` missing?"'.

      Type '"send_text_acton"' is not assignable to type '"ask_document_action" | "ask_location_action" | "assign_intercom_conversation_action" | "choice" | "close_iadvize_conversation_action" | "close_intercom_conversation_action" | ... 21 more ... | "unknown"'. Did you mean '"send_text_action"'?

      Object is possibly 'null' or 'undefined'.
      "
    `);
  });

  it("prints no type that nobody wrote", () => {
    for (const told of [...hovers(), ...errors()]) {
      expect(told).not.toMatch(/(ModelOf|InitOf|Sure|Maybe|Field|Presence)</);
    }
  });
});
