import {
  quickReply,
  sendQuickRepliesAction,
  sendTextAction,
  shareAction,
} from "@clustaar/webhook-core";
import { signedRequest, stepReachedNotification } from "@clustaar/webhook-core/testing";

/** Who the platform is, for the server. */
export interface Credentials {
  readonly privateKey: string;
  readonly auth: { readonly username: string; readonly password: string };
}

/** The headers and the body of one POST. */
export interface DemoRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** One thing to show: what is sent, why, and the status it should get. */
export interface Scenario {
  readonly title: string;
  readonly why: string;
  readonly expected: number;
  request(credentials: Credentials): DemoRequest;
}

const hello = sendTextAction({ alternatives: ["Welcome back!"] });
const question = sendQuickRepliesAction({
  message: "Anything else?",
  buttons: [quickReply({ title: "Tell a friend", action: shareAction({}) })],
});

/** What the demo sends, in order. */
export const scenarios: readonly Scenario[] = [
  {
    title: "A plain step",
    why: "the handler echoes the step's actions, greets, and stores a session value.",
    expected: 200,
    request: (credentials) => sign({ step: { actions: [hello, question] } }, credentials),
  },
  {
    title: "A step that the route's filter leaves out",
    why: "there is no other route.",
    expected: 404,
    request: (credentials) => sign({ step: { userData: "quiet" } }, credentials),
  },
  {
    title: "An unknown action, from the future",
    why: "what this version does not know is written back untouched.",
    expected: 200,
    request: (credentials) => sign({}, credentials, { future: true }),
  },
  {
    title: "A wrong signature",
    why: "the request is signed with another key.",
    expected: 401,
    request: (credentials) => sign({}, { ...credentials, privateKey: "somebody else's key" }),
  },
  {
    title: "A stale date",
    why: "a recorded request, sent again ten minutes later.",
    expected: 400,
    request: (credentials) =>
      sign({}, credentials, { date: new Date(Date.now() - 10 * 60 * 1000) }),
  },
  {
    title: "A broken answer",
    why: "a first name of 2,000 characters makes the greeting too long for the platform.",
    expected: 500,
    request: (credentials) =>
      sign({ interlocutor: { firstName: "Tintin".padEnd(2000, "n") } }, credentials),
  },
];

function sign(
  overrides: Parameters<typeof stepReachedNotification>[0],
  { privateKey, auth }: Credentials,
  { future = false, date = new Date() } = {},
): DemoRequest {
  const notification = stepReachedNotification(overrides);
  if (future) addFutureAction(notification);
  const { headers, body } = signedRequest({ notification, privateKey, auth, date });
  return { headers: Object.fromEntries(headers), body };
}

function addFutureAction(notification: Record<string, unknown>): void {
  const { step } = notification.data as { step: { actions: unknown[] } };
  step.actions.push({ type: "send_hologram_action", projector: { lumens: 9000 } });
}
