import { TextDecoder } from "node:util";
import {
  checkContentEncoding,
  type EndpointContext,
  type WebhookRequest,
} from "@clustaar/webhook-core/endpoint";
import type { ChatClient } from "../chat/client.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../errors.ts";
import type { Logger } from "../host/log.ts";
import type { Render } from "../rendering/renderer.ts";
import type { HandlerResult } from "./answer.ts";
import { type Form, type FormParts, RequestForm } from "./form.ts";
import { type HandlerResponse, OpenResponse } from "./response.ts";

/** What a handler gets; take what it needs: `async ({ params, form, client }) => ...`. */
export interface HandlerContext<Params = Record<string, string | null>, Settings = unknown> {
  /** The request as it came: its method, path, query, headers, and the raw bytes of its body. */
  readonly request: WebhookRequest;
  /** The parameters of the path, percent-decoded once. */
  readonly params: Params;
  /** The parameters of the query, decoded. */
  readonly query: URLSearchParams;
  /** The fields of a posted form, and of the query where the form has none of that name. */
  readonly form: Form;
  /** The body as JSON; reading it throws `HttpError` 400 `body_not_json` when it is something else. */
  readonly json: unknown;
  /** The chat, for messages to channels and nicks. */
  readonly client: ChatClient;
  /** The database, opened at the first statement. */
  readonly db: Database;
  /** The plugin's settings, checked. */
  readonly settings: Settings;
  /** The plugin's log. */
  readonly log: Logger;
  /** Renders a Mustache template of the plugin's own folder: `render("index", { title })`. */
  readonly render: Render;
  /** Set the status and headers of the answer here. */
  readonly response: HandlerResponse;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
  /** Goes on with `work` after the answer; a rejection is reported to `onError`. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** Answers the requests of one route. */
export type Handler<Params = Record<string, string | null>, Settings = unknown> = (
  context: HandlerContext<Params, Settings>,
) => HandlerResult | Promise<HandlerResult>;

/** What a plugin gives to the contexts of its handlers. */
export interface Belongings {
  readonly client: ChatClient;
  readonly settings: unknown;
  readonly log: Logger;
  readonly render: Render;
  readonly db: Database;
}

/** Makes what costs something only when a handler asks for it. */
export class Context implements HandlerContext {
  readonly request: WebhookRequest;
  readonly params: Readonly<Record<string, string | null>>;
  readonly #belongings: Belongings;
  readonly #exchange: EndpointContext;
  readonly #parts: FormParts | undefined;
  #response: OpenResponse | undefined;
  #form: Form | undefined;
  #json: { readonly value: unknown } | undefined;
  #signal: AbortSignal | undefined;

  constructor(
    request: WebhookRequest,
    params: Readonly<Record<string, string | null>>,
    parts: FormParts | undefined,
    belongings: Belongings,
    exchange: EndpointContext,
  ) {
    this.request = request;
    this.params = params;
    this.#parts = parts;
    this.#belongings = belongings;
    this.#exchange = exchange;
  }

  get query(): URLSearchParams {
    return this.request.query;
  }

  get form(): Form {
    this.#form ??= new RequestForm(this.#parts, this.request.query);
    return this.#form;
  }

  get json(): unknown {
    this.#json ??= { value: parseJson(this.request) };
    return this.#json.value;
  }

  get client(): ChatClient {
    return this.#belongings.client;
  }

  get settings(): unknown {
    return this.#belongings.settings;
  }

  get log(): Logger {
    return this.#belongings.log;
  }

  get db(): Database {
    return this.#belongings.db;
  }

  get render(): Render {
    return this.#belongings.render;
  }

  get response(): OpenResponse {
    this.#response ??= new OpenResponse();
    return this.#response;
  }

  get signal(): AbortSignal {
    this.#signal ??= this.#exchange.signal ?? new AbortController().signal;
    return this.#signal;
  }

  get waitUntil(): (work: Promise<unknown>) => void {
    return this.#exchange.waitUntil;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function parseJson(request: WebhookRequest): unknown {
  checkContentEncoding(request);
  try {
    return JSON.parse(utf8.decode(request.body));
  } catch {
    throw new HttpError(400, "expected a body of JSON in UTF-8, got something else", {
      code: "body_not_json",
    });
  }
}
