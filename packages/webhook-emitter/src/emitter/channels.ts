import { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import { WebhookConfigError } from "@clustaar/webhook-core";
import { checkFunction, checkOptions, checkText, kindOf } from "@clustaar/webhook-core/endpoint";
import type { Attempted } from "../delivery/attempt.ts";
import { EmitterError } from "../errors.ts";
import { reportToConsole } from "../internal/report.ts";
import { checkJsonValue } from "../sending/body.ts";
import { isMediaType } from "../sending/header-names.ts";
import type { PublishReceipt } from "../stores/records.ts";
import type { ActiveWebhook } from "./active-webhook.ts";
import type { EmitterSettings } from "./emitter-options.ts";
import type { Publisher } from "./publisher.ts";

/** A message on a channel. */
export interface ChannelMessage {
  /** The channel's name. */
  readonly channel: string;
  /** The content, byte for byte. */
  readonly content: Uint8Array;
  /** Its media type. */
  readonly contentType: string;
  /** The content read as UTF-8. */
  text(): string;
}

/** In-process publish and subscribe, with webhooks as subscribers. */
export interface Channels {
  /**
   * Publishes a message: text and bytes as they are, anything else as JSON. Resolves when the store has it for the webhooks of the
   * channel, and after the subscribers of this process were called.
   *
   * @throws EmitterError `not_json`, `body_too_large`, `store_unavailable`.
   */
  publish(
    channel: string,
    content: unknown,
    options?: { readonly contentType?: string },
  ): Promise<PublishReceipt>;
  /** Calls a function with each message that is published in this process; gives a function that ends that. */
  subscribe(channel: string, listener: (message: ChannelMessage) => unknown): () => void;
}

/** How many answers in a row may be posted to other webhooks: more is a loop. */
const MOST_HOPS = 8;
const HOPS = "webhook-channel-hops";
const form = /^[0-9a-zA-Z](?:[0-9a-zA-Z.\-_]*[0-9a-zA-Z])?$/;
const decoder = new TextDecoder();

/** The channels of one emitter. */
export class ChannelHub implements Channels {
  readonly #publisher: Publisher;
  readonly #settings: EmitterSettings;
  readonly #listeners = new Map<string, ((message: ChannelMessage) => unknown)[]>();

  constructor(publisher: Publisher, settings: EmitterSettings) {
    this.#publisher = publisher;
    this.#settings = settings;
  }

  async publish(channel: string, content: unknown, options: { contentType?: string } = {}) {
    checkChannel("channels.publish", channel);
    checkOptions("channels.publish", options, ["contentType"]);
    const { body, contentType } = this.#encode(content);
    const type = options.contentType ?? contentType;
    if (typeof type !== "string" || !isMediaType(type)) {
      throw new WebhookConfigError(
        `channels.publish: contentType: expected a media type such as application/json, got ${typeof type === "string" ? JSON.stringify(type) : kindOf(type)}`,
      );
    }
    return this.#publish(channel, body, type, 0);
  }

  subscribe(channel: string, listener: (message: ChannelMessage) => unknown): () => void {
    checkChannel("channels.subscribe", channel);
    checkFunction("channels.subscribe: listener", listener);
    const listeners = this.#listeners.get(channel) ?? [];
    this.#listeners.set(channel, [...listeners, listener]);
    return () => {
      const left = (this.#listeners.get(channel) ?? []).filter((one) => one !== listener);
      this.#listeners.set(channel, left);
    };
  }

  /** Hands an answer to the webhook's response channel, if it has a body and says what it is. */
  answered(
    webhook: ActiveWebhook,
    { answer }: Attempted,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    const { responseChannel } = webhook.settings;
    if (responseChannel === null || !answer?.contentType || answer.body.byteLength === 0) return;
    const fields = { webhook: webhook.id, channel: responseChannel };
    const warn = (message: string, error?: unknown) =>
      this.#settings.log({ level: "warn", code: "channel.dropped", message, fields, error });
    if (answer.truncated) return void warn("an answer is too long for its response channel");
    const hops = Number(headers[HOPS] ?? 0) + 1;
    if (hops > MOST_HOPS)
      return void warn(`answers went through ${MOST_HOPS} channels in a row: a loop`);
    this.#publish(responseChannel, answer.body, answer.contentType, hops).catch((error: unknown) =>
      warn("an answer could not be published to its response channel", error),
    );
  }

  async #publish(channel: string, content: Uint8Array, contentType: string, hops: number) {
    const headers: Record<string, string> = hops === 0 ? {} : { [HOPS]: String(hops) };
    const what = `channels.publish: the message for ${channel}`;
    const receipt = await this.#publisher.channel(what, channel, content, contentType, headers);
    const message = { channel, content, contentType, text: () => decoder.decode(content) };
    for (const listener of this.#listeners.get(channel) ?? []) {
      try {
        await listener(message);
      } catch (error) {
        reportToConsole(`[webhook-emitter] a subscriber of ${channel} failed:`, [], error);
      }
    }
    return receipt;
  }

  #encode(content: unknown): { body: Uint8Array; contentType: string } {
    if (typeof content === "string") {
      return { body: Buffer.from(content, "utf8"), contentType: "text/plain; charset=utf-8" };
    }
    if (content instanceof Uint8Array)
      return { body: content, contentType: "application/octet-stream" };
    if (content === undefined) {
      throw new EmitterError(
        "not_json",
        `channels.publish: expected text, bytes or a value for JSON, got ${kindOf(content)}`,
      );
    }
    checkJsonValue("channels.publish", content);
    return {
      body: Buffer.from(JSON.stringify(content), "utf8"),
      contentType: this.#settings.contentType,
    };
  }
}

function checkChannel(what: string, channel: unknown): void {
  checkText(`${what}: channel`, channel);
  if (form.test(channel)) return;
  throw new WebhookConfigError(
    `${what}: channel: expected letters, digits, dots, dashes and underscores, with a letter or digit first and last, got ${JSON.stringify(channel)}`,
  );
}
