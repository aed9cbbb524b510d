import { Webhook } from "@clustaar/webhook-core";
import { stepReachedNotification } from "@clustaar/webhook-core/testing";
import { expect, it } from "vitest";
import { type FetchHost, fetchAdapter } from "./index.ts";

const post = () =>
  new Request("https://bot.example/webhook", {
    method: "POST",
    body: JSON.stringify(stepReachedNotification()),
  });

/** A Worker's own types, as `wrangler types` writes them. */
interface Env {
  BOT: string;
}
interface ExecutionContext {
  waitUntil(work: Promise<unknown>): void;
  passThroughOnException(): void;
}

it("gives handlers a Worker's bindings and its context", async () => {
  const pending: Promise<unknown>[] = [];
  const webhook = new Webhook().host<FetchHost<Env, ExecutionContext>>();
  webhook.on("conversation.step_reached", ({ host, notification, waitUntil }) => {
    notification.event.session.values.bot = host.env.BOT;
    host.context.passThroughOnException();
    waitUntil(Promise.resolve());
  });
  const worker = { fetch: fetchAdapter(webhook) };
  let isPassing = false;
  const context = {
    waitUntil: (work: Promise<unknown>) => void pending.push(work),
    passThroughOnException() {
      isPassing = true;
    },
  };
  const response = await worker.fetch(post(), { BOT: "demo" }, context);
  expect(await response.json()).toMatchObject({ session: { values: { bot: "demo" } } });
  expect(pending).toHaveLength(1);
  expect(isPassing).toBe(true);
});

it("gives handlers the request, and the context of a platform that has one", async () => {
  const webhook = new Webhook().host<FetchHost<undefined, { params: { bot: string } }>>();
  webhook.on("conversation.step_reached", ({ host, notification }) => {
    const { request, env, context } = host;
    Object.assign(notification.event.session.values, {
      url: request.url,
      env: env ?? null,
      bot: context.params.bot,
    });
  });
  const response = await fetchAdapter(webhook)(post(), { params: { bot: "42" } });
  expect(await response.json()).toMatchObject({
    session: { values: { url: "https://bot.example/webhook", env: null, bot: "42" } },
  });
});

it("refuses a webhook that counts on another host, when it is compiled", () => {
  // @ts-expect-error no Request has a response beside it
  expect(fetchAdapter(new Webhook().host<{ req: object; res: object }>())).toBeTypeOf("function");
});
