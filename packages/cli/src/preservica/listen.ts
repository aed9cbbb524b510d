import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import type { WebhookRequest } from "@clustaar/webhook-core";
import {
  type PreservicaDelivery,
  type PreservicaEvent,
  PreservicaReceiver,
} from "@clustaar/webhook-preservica";
import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { writeJsonLine, writeLines } from "../output.ts";
import { aborted, interruptible } from "../signals.ts";
import { printable, type Style, styleOf } from "../style.ts";

/** How deliveries are listened for. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly secret: string;
  readonly json: boolean;
}

/** One request that came, as `--json` prints it. */
export interface Heard {
  /** When it was answered, in ISO 8601. */
  readonly at: string;
  /** What it was: null for a request that was refused. */
  readonly kind: "delivery" | "challenge" | null;
  readonly status: number;
  /** Why it was refused. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly trigger: string | null;
  readonly events: readonly PreservicaEvent[];
}

/** Receives deliveries and prints them, until it is interrupted. */
export function listen(io: Io, { host, port, secret, json }: ListenOptions): Promise<void> {
  const style = styleOf(io);
  const deliveries = new WeakMap<WebhookRequest, PreservicaDelivery>();
  const receiver = new PreservicaReceiver({ secret })
    .onDelivery((delivery) => void deliveries.set(delivery.request, delivery))
    .onError((error) => io.stderr.write(`clustaar: ${printable(error.message)}\n`))
    .onResponse(({ request, status, code, detail, route }) => {
      const delivery = deliveries.get(request);
      const heard: Heard = {
        at: new Date().toISOString(),
        kind: route === "delivery" || route === "challenge" ? route : null,
        status,
        code: code ?? null,
        detail: detail ?? null,
        trigger: delivery?.trigger ?? null,
        events: delivery?.payload.events ?? [],
      };
      if (json) writeJsonLine(io, heard);
      else writeLines(io, heardLines(heard, style));
    });
  return interruptible(io, async (signal) => {
    const server = createServer(nodeAdapter(receiver));
    await start(server.listen(port, host), `${host}:${port}`);
    const { port: own } = server.address() as AddressInfo; // a listening TCP server has one
    const url = `http://${host.includes(":") ? `[${host}]` : host}:${own}/`;
    if (json) writeJsonLine(io, { listening: url });
    else {
      writeLines(io, [
        `Listening for Preservica on ${url}`,
        style.dim(
          "Preservica has to reach it from the internet, through a tunnel perhaps. Ctrl-C ends.",
        ),
      ]);
    }
    await aborted(signal);
    server.close();
    server.closeAllConnections();
  });
}

async function start(server: ReturnType<typeof createServer>, place: string): Promise<void> {
  try {
    await once(server, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === "EADDRINUSE"
        ? `${place} is in use: stop what listens there, or give another --port`
        : `${place}: ${message}`,
    );
  }
}

function heardLines(
  { at, kind, status, code, detail, trigger, events }: Heard,
  style: Style,
): string[] {
  const time = style.dim(at);
  if (kind === "challenge" && status === 200) return [`${time} challenge passed`];
  if (kind !== "delivery" || status !== 200) {
    return [`${time} ${style.red(printable(`refused: ${status} ${code}: ${detail}`))}`];
  }
  const count = events.length === 1 ? "1 event" : `${events.length} events`;
  return [
    `${time} ${style.bold(printable(trigger ?? "no trigger"))}: ${count}`,
    ...events.map((event) => printable(`  ${eventText(event)}`)),
  ];
}

function eventText({ entityType, entityRef, identifiers }: PreservicaEvent): string {
  const names = (identifiers ?? []).map(({ type, value }) => `${type}=${value}`);
  return [entityType ?? "?", entityRef ?? "no entity", ...names].join(" ");
}
