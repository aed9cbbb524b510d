const { events, sendTextAction, stepReachedResponse, Webhook } = require("@clustaar/webhook-core");

const { headers, body, key } = JSON.parse(process.env.BENCH_MESSAGE);
const webhook = new Webhook({ privateKey: key, maxAge: 86_400 });
webhook.on(events.CONVERSATION_STEP_REACHED, ({ notification }) => {
  const { session, step } = notification.event;
  const hello = sendTextAction({ alternatives: ["Hello"] });
  return stepReachedResponse({ actions: [...step.actions, hello], session });
});
const request = {
  method: "POST",
  path: "/",
  query: new URLSearchParams(),
  headers: { get: (name) => headers[name] },
  body: Buffer.from(body),
};
webhook.handle(request).then(({ body: answer }) => {
  const time = performance.now();
  console.log(JSON.stringify({ time, answer }));
});
