import { lambdaAdapter } from "@clustaar/adapter-lambda";
import { events, sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";

const { headers, body, key } = JSON.parse(process.env.BENCH_MESSAGE);
const webhook = new Webhook({ privateKey: key, maxAge: 86_400 });
webhook.on(events.CONVERSATION_STEP_REACHED, ({ notification }) => {
  const { session, step } = notification.event;
  const hello = sendTextAction({ alternatives: ["Hello"] });
  return stepReachedResponse({ actions: [...step.actions, hello], session });
});
const { body: answer } = await lambdaAdapter(webhook)({
  requestContext: { http: { method: "POST" } },
  rawPath: "/",
  rawQueryString: "",
  headers,
  body,
  isBase64Encoded: false,
});
const time = performance.now();
console.log(JSON.stringify({ time, answer }));
