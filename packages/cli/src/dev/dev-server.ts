import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConversationError } from "@clustaar/testing";
import { WebhookConfigError } from "@clustaar/webhook-core";
import { UsageError } from "../failures.ts";
import type { Assets } from "./assets.ts";
import { forward } from "./forward.ts";
import { checkCaller, checkOrigin, checkToken, type Refusal } from "./gate.ts";
import type { ResendRequest, Snapshot, Update, VisitorInput } from "./protocol.ts";

/** What the server hands its requests to. */
export interface Backend {
  snapshot(): Snapshot;
  play(input: VisitorInput): Promise<void>;
  rewind(turn: number): void;
  newVisitor(): void;
  resend(request: ResendRequest): Promise<unknown>;
  saveTest(name: string): Promise<unknown>;
  /** The port of the webhook's own process, once it runs; undefined when it is broken, null without such a process. */
  webhookPort(): Promise<number | undefined | null>;
}

/** The largest request of the page, in bytes. */
const LARGEST = 8 * 1024 * 1024;
/** A stream that says nothing may be cut off on its way. */
const KEEP_ALIVE = 15_000;

const security = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** Serves the page, its API and the webhook on one port of 127.0.0.1. */
export class DevServer {
  readonly #assets: Assets;
  /** What the page's API wants: in its address, and nowhere else. */
  readonly token: string;
  readonly #server: Server;
  readonly #streams = new Set<ServerResponse>();
  readonly #timer: NodeJS.Timeout;
  #backend: Backend | undefined;

  /** @param token - that of the server before, whose pages are still open; by default a new one. */
  constructor(assets: Assets, token: string = randomBytes(16).toString("hex")) {
    this.#assets = assets;
    this.token = token;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error) =>
        problem(response, 500, "dev_server_failed", String(error)),
      );
    });
    this.#timer = setInterval(() => this.#write("\n"), KEEP_ALIVE);
    this.#timer.unref();
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The address of the page, its token included. */
  get pageUrl(): string {
    return `http://127.0.0.1:${this.port}/?token=${this.token}`;
  }

  /** @throws UsageError when the port is taken. */
  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (error: NodeJS.ErrnoException) => {
        const taken = error.code === "EADDRINUSE";
        reject(
          taken
            ? new UsageError(
                `the port ${port} is taken: end what listens there, or give another --port`,
              )
            : error,
        );
      });
      this.#server.listen(port, "127.0.0.1", resolve);
    });
  }

  use(backend: Backend): void {
    this.#backend = backend;
  }

  /** Tells every page that is open. */
  tell(update: Update): void {
    this.#write(`${JSON.stringify(update)}\n`);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #write(text: string): void {
    for (const stream of this.#streams) stream.write(text);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    if (path === "/webhook" || path.startsWith("/webhook/"))
      return this.#webhook(request, response);
    const refusal = checkCaller(request, this.port);
    if (refusal !== undefined) return refuse(response, refusal);
    if (!path.startsWith("/api/")) return this.#asset(request, response, path);
    const wrongToken = checkToken(request, this.token);
    if (wrongToken !== undefined) return refuse(response, wrongToken);
    return this.#api(request, response, path.slice("/api/".length));
  }

  async #webhook(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A tunnel has a host of its own, so only the origin is looked at; the webhook checks the signature.
    const refusal = checkOrigin(request.headers, this.port);
    if (refusal !== undefined) return refuse(response, refusal);
    const port = await this.#backend?.webhookPort();
    if (port === null)
      return problem(response, 404, "not_served", "with --url the webhook is served elsewhere");
    const broken =
      "the webhook is broken, or was ended in the middle: see the terminal, or the page";
    if (port === undefined) return problem(response, 502, "webhook_broken", broken);
    forward(request, response, port, () => problem(response, 502, "webhook_broken", broken));
  }

  #asset(request: IncomingMessage, response: ServerResponse, path: string): void {
    if (request.method !== "GET" && request.method !== "HEAD") {
      problem(response, 405, "method_not_allowed", "the page is read with GET");
      return;
    }
    const asset = this.#assets.get(path === "/" ? "index.html" : path.slice(1));
    if (asset === undefined) {
      problem(response, 404, "not_found", "there is no such page");
      return;
    }
    response.writeHead(200, {
      ...security,
      "content-type": asset.type,
      "content-length": asset.content.byteLength,
    });
    response.end(request.method === "HEAD" ? undefined : asset.content);
  }

  async #api(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    const backend = this.#backend;
    if (backend === undefined)
      return problem(response, 503, "starting", "the dev server is starting");
    if (name === "events") return this.#stream(response, backend);
    if (request.method !== "POST")
      return problem(response, 405, "method_not_allowed", "this is called with POST");
    const body = await readJson(request);
    if (body === undefined)
      return problem(response, 400, "body_not_json", "expected a JSON object of at most 8 MiB");
    try {
      const result = await this.#call(backend, name, body);
      if (result === unknownCall)
        return problem(response, 404, "not_found", `there is no call "${name}"`);
      if (result === undefined) response.writeHead(204, security).end();
      else answer(response, 200, "application/json", result);
    } catch (error) {
      if (!isExpected(error)) throw error;
      problem(response, 409, "refused", error.message);
    }
  }

  async #call(backend: Backend, name: string, body: Record<string, unknown>): Promise<unknown> {
    switch (name) {
      case "play":
        return backend.play(body as unknown as VisitorInput); // `Conversation.play` refuses what is none
      case "rewind":
        backend.rewind(Number(body.turn));
        return this.#snapshot(backend);
      case "new-visitor":
        backend.newVisitor();
        return this.#snapshot(backend);
      case "resend":
        return backend.resend(body as unknown as ResendRequest); // checked field by field
      case "save-test":
        return backend.saveTest(String(body.name));
      default:
        return unknownCall;
    }
  }

  #snapshot(backend: Backend): undefined {
    this.tell({ type: "snapshot", snapshot: backend.snapshot() });
  }

  #stream(response: ServerResponse, backend: Backend): void {
    response.writeHead(200, { ...security, "content-type": "application/x-ndjson; charset=utf-8" });
    response.write(
      `${JSON.stringify({ type: "snapshot", snapshot: backend.snapshot() } satisfies Update)}\n`,
    );
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }
}

const unknownCall = Symbol("unknown call");

function isExpected(error: unknown): error is Error {
  return (
    error instanceof UsageError ||
    error instanceof ConversationError ||
    error instanceof WebhookConfigError
  );
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.byteLength;
    if (length > LARGEST) return undefined;
    chunks.push(chunk);
  }
  try {
    const json: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return typeof json === "object" && json !== null
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, refusal: NonNullable<Refusal>): void {
  problem(response, refusal.status, refusal.code, refusal.detail);
}

function problem(response: ServerResponse, status: number, code: string, detail: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  answer(response, status, "application/problem+json", {
    type: "about:blank",
    status,
    code,
    detail,
  });
}

function answer(response: ServerResponse, status: number, type: string, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    ...security,
    "content-type": type,
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}
