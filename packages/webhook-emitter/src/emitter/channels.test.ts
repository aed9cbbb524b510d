import { createHmac } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { got, hook, quiet, settle, startEmitter, startServer } from "./world.test-helpers.ts";

const servoType = "application/vnd.opsani.servo-webhooks+json";
const sha1 = (body: Buffer) => createHmac("sha1", "s3cr3t").update(body).digest("hex");

describe("a message on a channel", () => {
  it.each([
    ["JSON", { count: 1, é: "☃" }, undefined, '{"count":1,"é":"☃"}', servoType],
    ["text", "hello ☃", undefined, "hello ☃", "text/plain; charset=utf-8"],
    ["YAML", "a: 1\n", "application/yaml", "a: 1\n", "application/yaml"],
    ["an empty text", "", undefined, "", "text/plain; charset=utf-8"],
    [
      "bytes",
      Uint8Array.from([255, 254]),
      undefined,
      Buffer.from([255, 254]),
      "application/octet-stream",
    ],
  ] as const)("is posted as it is: %s", async (_what, content, contentType, body, type) => {
    const server = await startServer();
    const { emitter } = await startEmitter({
      webhooks: [{ url: server.url, secret: "s3cr3t", channels: ["the_news"] }],
    });
    const receipt = await emitter.channels.publish(
      "the_news",
      content,
      contentType ? { contentType } : {},
    );
    expect(receipt.deliveries).toHaveLength(1);
    const request = await got(server);
    expect(request.body).toEqual(Buffer.from(body));
    expect(request.headers).toMatchObject({
      "content-type": type,
      "x-servo-signature": sha1(request.body),
      "webhook-event": "channel:the_news",
    });
    await emitter.channels.publish("other", "x");
    await settle();
    expect(server.requests).toHaveLength(1);
  });

  it("reaches the subscribers of this process, until they end it", async () => {
    const { emitter } = await startEmitter();
    const seen: unknown[] = [];
    const off = emitter.channels.subscribe("news", ({ channel, contentType, text }) =>
      seen.push([channel, contentType, text()]),
    );
    await emitter.channels.publish("news", "one");
    off();
    await emitter.channels.publish("news", "two");
    expect(seen).toEqual([["news", "text/plain; charset=utf-8", "one"]]);
  });

  it.each([
    ["", "x", "channel: expected a string, got an empty string"],
    ["news.", "x", "with a letter or digit first and last"],
    ["news.*", "x", "with a letter or digit first and last"],
    ["news", undefined, "expected text, bytes or a value for JSON"],
    ["news", { a: Number.NaN }, "a: expected what JSON can hold, got NaN"],
    ["news", "x".repeat(262_145), "at most 262144 bytes, got 262145"],
  ])("is refused: %j %o", async (channel, content, message) => {
    const { emitter } = await startEmitter();
    await expect(emitter.channels.publish(channel, content)).rejects.toThrow(message);
  });
});

describe("an answer with a body", () => {
  async function answered(status: number, type: string | undefined, body: string) {
    const server = await startServer((_request, response) =>
      response.writeHead(status, type ? { "content-type": type } : {}).end(body),
    );
    const { emitter } = await startEmitter({
      webhooks: [
        { url: server.url, secret: "s", channels: "the_news", responseChannel: "the_answers" },
      ],
    });
    const seen: unknown[] = [];
    emitter.channels.subscribe("the_answers", ({ contentType, text }) =>
      seen.push([contentType, text()]),
    );
    await emitter.channels.publish("the_news", "x");
    await got(server);
    await quiet(emitter);
    return seen;
  }

  it("goes to the response channel unchanged, whatever its type", async () => {
    expect(await answered(200, "text/plain", "fine")).toEqual([["text/plain", "fine"]]);
    const type = "application/vnd.opsani.servo.errors.CancelEventError+json";
    expect(await answered(200, type, '{"reason":"no"}')).toEqual([[type, '{"reason":"no"}']]);
  });

  it("goes nowhere without a type or a body, or when it is a failure", async () => {
    expect(await answered(200, undefined, "fine")).toEqual([]);
    expect(await answered(200, "text/plain", "")).toEqual([]);
    expect(await answered(500, "text/plain", "bad")).toEqual([]);
  });

  it("of an event's webhook goes there too, before and after", async () => {
    const server = await startServer((_request, response) =>
      response.writeHead(202, { "content-type": "application/json" }).end('{"id":1}'),
    );
    const { emitter, events } = await startEmitter({
      webhooks: [
        hook(server, {
          events: ["before:adjust", "after:adjust"],
          response_channel: "the_answers",
        }),
      ],
    });
    const seen: string[] = [];
    emitter.channels.subscribe("the_answers", ({ text }) => seen.push(text()));
    await events.dispatch("adjust", { replicas: 1 });
    await got(server, 2);
    await vi.waitFor(() => expect(seen).toEqual(['{"id":1}', '{"id":1}']));
  });

  it("that goes round in a loop of two webhooks ends after eight channels, and is logged", async () => {
    const server = await startServer((_request, response) =>
      response.writeHead(200, { "content-type": "text/plain" }).end("again"),
    );
    const { emitter, log } = await startEmitter({
      webhooks: [
        { url: server.url, secret: "s", channels: "ping", responseChannel: "pong" },
        { url: server.url, secret: "s", channels: "pong", responseChannel: "ping" },
      ],
    });
    await emitter.channels.publish("ping", "x");
    await vi.waitFor(() => expect(log.map(({ code }) => code)).toContain("channel.dropped"));
    await quiet(emitter);
    expect(server.requests).toHaveLength(9);
  });

  it("to a webhook's own channel is refused when the configuration is read", async () => {
    await expect(
      startEmitter({
        webhooks: [
          { url: "https://x.example", secret: "s", channels: "news", responseChannel: "news" },
        ],
      }),
    ).rejects.toThrow("would be posted again, without end");
  });
});
