import { createHash } from "node:crypto";
import {
  type Acceptance,
  type AcceptedRequest,
  type HostContext,
  HttpError,
  WebhookError,
} from "@clustaar/webhook-core";
import { messageOf } from "@clustaar/webhook-core/endpoint";
import { newId } from "../internal/ids.ts";
import { INBOX } from "../stores/owner.ts";
import type { EmitterStore } from "../stores/store.ts";
import type { InboxSettings } from "./inbox-options.ts";
import type { StoreDoor } from "./store-door.ts";
import { requestToStore, storable } from "./stored-request.ts";

/** What is told to a sender whose request was not accepted: to come again in so many seconds. */
const retryLater = { "retry-after": "5" };

/** Stores requests whose sender is proven, and acknowledges them once they would survive. */
export class Intake {
  readonly #store: EmitterStore;
  readonly #settings: InboxSettings;
  readonly #door: StoreDoor;
  #closed = false;

  constructor(store: EmitterStore, settings: InboxSettings, door: StoreDoor) {
    this.#store = store;
    this.#settings = settings;
    this.#door = door;
  }

  close(): void {
    this.#closed = true;
  }

  /**
   * Accepts a request.
   *
   * @throws HttpError 503 `inbox_closed`; WebhookError 503 `store_unavailable` when the store does not have it in time.
   */
  async accept(accepted: AcceptedRequest, trace: HostContext["trace"]): Promise<Acceptance> {
    if (this.#closed) {
      const message = "the inbox is closed; send the request again later";
      throw new HttpError(503, message, { code: "inbox_closed", headers: retryLater });
    }
    const { clock, retention, log, storeHeader, acknowledge } = this.#settings;
    const now = clock.now();
    const id = newId("req", now);
    const { group, key } = await this.#placeOf(accepted);
    const message = {
      id,
      ...requestToStore(accepted, storeHeader),
      createdAt: now,
      expiresAt: now + retention,
      deliveries: [{ id, webhookId: INBOX, group }],
      ...(key === undefined ? {} : { idempotencyKey: key }),
    };
    const put = async () => {
      await this.#door.opened();
      return this.#store.publish(message);
    };
    const putInTime = () => this.#inTime(put);
    const receipt = await (trace === undefined
      ? putInTime()
      : trace({ kind: "store", name: "publish" }, putInTime));
    const { duplicate, messageId } = receipt;
    log({
      level: "debug",
      code: duplicate ? "request.duplicate" : "request.accepted",
      message: duplicate ? "acknowledged again" : "accepted",
      fields: { request: messageId, topic: message.event, bytes: message.body.byteLength },
    });
    return { response: acknowledge(accepted.acknowledgement), duplicate };
  }

  /** In which order it is handled, and what it is a duplicate of. */
  async #placeOf(accepted: AcceptedRequest) {
    const { group: groupOf, idempotency } = this.#settings;
    const group = (await groupOf?.(accepted)) ?? null;
    if (group !== null && (typeof group !== "string" || group === "")) {
      throw new TypeError(
        `inbox: group: expected a text that is not empty, or null for no order, got ${group === "" ? "an empty one" : typeof group}`,
      );
    }
    return {
      group: group === null ? null : storable(group),
      key: idempotency === null ? undefined : await keyOf(accepted, idempotency.key),
    };
  }

  /** What the store does not do in time may still be done: the sender's next try is then a duplicate. */
  #inTime<T>(work: () => Promise<T>): Promise<T> {
    const { clock, storeTimeout, log } = this.#settings;
    return new Promise((resolve, reject) => {
      let late = false;
      const cancel = clock.after(storeTimeout, () => {
        late = true;
        reject(unavailable(new Error(`expected it within ${storeTimeout} ms`)));
      });
      work().then(
        (done) => {
          cancel();
          if (late) {
            const message = "a request that was answered 503 was stored after all";
            log({ level: "warn", code: "store.late", message, fields: {} });
          }
          resolve(done);
        },
        (error: unknown) => {
          cancel();
          reject(unavailable(error));
        },
      );
    });
  }
}

function unavailable(cause: unknown): WebhookError {
  return new WebhookError(
    "store_unavailable",
    `the request was not stored, so it is not acknowledged: ${messageOf(cause)}`,
    { cause, headers: retryLater },
  );
}

/** Hashed, since a sender may choose it, and it may be of any length. */
async function keyOf(
  accepted: AcceptedRequest,
  own: ((accepted: AcceptedRequest) => unknown) | undefined,
): Promise<string> {
  const given = await own?.(accepted);
  // A header that is not there must not make all requests the same one.
  const text = typeof given === "string" && given !== "" ? given : accepted.id;
  const hash = createHash("sha256");
  if (text === undefined) return `body/${hash.update(accepted.request.body).digest("hex")}`;
  return `id/${hash.update(text).digest("hex")}`;
}
