import { fileURLToPath } from "node:url";
import { openEditor } from "@clustaar/doc-examples/editor";
import { describe, expect, it } from "vitest";

/* What an editor says is an interface like any other: these are its screenshots. */

/** What a user writes: a hover is asked for behind each comment of a question mark. */
const text = `
import { events, memoryStore, stepId, Webhook } from "./index.ts";

const webhook = new /*?*/Webhook({
  /*?*/privateKey: () => "s3cr3t",
  /*?*/auth: { username: "bot", /*?*/password: "s3cret" },
  /*?*/maxAge: 30,
  /*?*/deadline: 5_000,
  /*?*/idempotency: { store: memoryStore(), /*?*/ttl: 3600 },
});
webhook./*?*/on(events.CONVERSATION_STEP_REACHED, ({ /*?*/notification, /*?*/response, /*?*/waitUntil }) => {
  response./*?*/headers["x-bot"] = notification./*?*/event.step./*?*/id;
}, { /*?*/name: "welcome", /*?*/filters: stepId("507f191e810c19729de860ea") });
webhook.onResponse(({ /*?*/milliseconds, /*?*/route }) => {});
webhook.onError((error) => error./*?*/issues);
`;

const path = fileURLToPath(new URL("./what-a-user-writes.ts", import.meta.url));
const editor = openEditor(path, text, {
  types: ["node"],
  customConditions: ["@clustaar/source"],
});

describe("the hover", () => {
  it("is asked for where the compiler finds nothing wrong", () => {
    expect(editor.errors()).toEqual([]);
  });

  it("is readable: a name for each type, and a line that says what it means", () => {
    expect(`\n${editor.hovers().join("\n")}\n`).toMatchInlineSnapshot(`
      "
      (alias) new Webhook<AnyState, unknown>(options?: WebhookOptions): Webhook<AnyState, unknown>
      import Webhook
        Receives what the Clustaar platform sends: verifies who sent it, routes it to a handler, and answers with the handler's actions.

      An {@link Endpoint }: every adapter mounts it. Nothing that a client sends makes it reject.
      (property) WebhookOptions.privateKey?: SecretSource | null | undefined
        The signing key of the bot's webhook tab, or a list of keys, each of which is accepted (for rotation). A function that returns either is called
      for the first request, and again (at most every 10 s) when a signature does not match its result. Left out or null:
      unsigned requests are accepted.
      (property) WebhookOptions.auth?: CredentialsSource | null | undefined
        Basic authentication: the pair of the webhook tab, or a function. A function that returns true or false checks the
      credentials of each request; one without parameters that returns a pair is called for the first request, and again (every
      10 s at most) when the credentials of a request do not match that pair. Left out or null: none.
      (property) CredentialsPair.password?: string | undefined
        May hold colons.
      (property) WebhookOptions.maxAge?: number | null | undefined
        How many seconds the Date header, or the time that another scheme signs, may differ from now; checked when there is a key.
      Default 10, or 300 with another scheme than \`clustaar\`; null: not checked.
      (property) WebhookOptions.deadline?: number | undefined
        Milliseconds that a handler may take before the answer is 504; default: no limit.
      (property) WebhookOptions.idempotency?: IdempotencyOptions | undefined
        Answers a notification that is delivered again with the first answer; default: off.
      (property) IdempotencyOptions.ttl?: number | undefined
        Seconds to keep an answer. Default: a day.
      (method) Webhook<AnyState, unknown>.on<"conversation.step_reached">(event: "conversation.step_reached", handler: Handler<WebhookNotification<StepReached>, StepReachedResponse | readonly Action[], AnyState, unknown>, options?: RouteOptions<WebhookNotification<StepReached>, StepReachedResponse | readonly Action[], NotificationWire<StepReachedWire>, AnyState, unknown>): Webhook<AnyState, unknown>
        Registers a handler for a topic or an event of your own; the first route whose filters all pass handles the event.
      (parameter) notification: WebhookNotification<StepReached>
        The decoded body: plain and mutable.
      (parameter) response: ResponseSettings
        Set \`status\` (200 to 599) or headers of the answer here, before the handler returns: afterwards it throws.
      (parameter) waitUntil: (work: Promise<unknown>) => void
        Continues \`work\` after the answer; a rejection is reported to \`onError\`.
      (property) ResponseSettings.headers: Record<string, string | string[]>
        Headers by their names, in any case; each value is a text in Latin-1 on one line, or a list of them.
      (property) WebhookNotification<StepReached>.event: StepReached
        The event, of its topic's type (\`data\` on the wire).
      (property) id: string
        The step's id, 24 letters and digits; \`""\` if the platform sends none.
      (property) RouteOptions<Payload = unknown, Answer = unknown, Wire = KnownWire, State extends object = AnyState, Host = unknown>.name?: string | undefined
        The name that \`onResponse\` reports; default: its filters in words.
      (property) RouteOptions<WebhookNotification<StepReached>, StepReachedResponse | readonly Action[], NotificationWire<StepReachedWire>, AnyState, unknown>.filters?: Filter<NotificationWire<StepReachedWire>> | readonly Filter<NotificationWire<StepReachedWire>>[] | undefined
        One filter or a list, all of which must pass.
      (parameter) milliseconds: number
        How long the answer took, in milliseconds with fractions; 0 when an adapter refused the request.
      (parameter) route: string | undefined
        The route that handles the event, once it is known: the \`name\` it was registered with, or its filters in words.
      (property) HttpError.issues: readonly ErrorIssue[] | undefined
        What is wrong, place by place; undefined if the message says it all.
      "
    `);
  });
});
