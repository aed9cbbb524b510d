import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that answers as one written with the original framework does: nulls for what is not set, refusals as 400. */
export interface PythonServer {
  readonly url: string;
  close(): void;
}

/** Starts a plain `node:http` server that has nothing of these packages in it. */
export async function pythonServer(key: string): Promise<PythonServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const [status, answer] = answerTo(request.headers, body, key);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await listening(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function answerTo(
  headers: Readonly<Record<string, unknown>>,
  body: Buffer,
  key: string,
): [number, object] {
  const date = String(headers.date);
  const mac = createHmac("sha1", key).update(`date=${date}\n`).update(body).digest("hex");
  const given = Buffer.from(String(headers["x-hub-signature"]));
  const wanted = Buffer.from(`sha1=${mac}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    return [400, { title: "Invalid signature", description: "The signature is invalid." }];
  }
  if (Date.now() - Date.parse(date) > 10_000) {
    return [400, { title: "Request too old", description: "The request is too old." }];
  }
  const { data } = JSON.parse(body.toString("utf8"));
  const target = { type: "step", id: "507f191e810c19729de860eb", name: "Jackets" };
  const action = { type: "go_to_action", target, sessionValues: null };
  return [
    200,
    {
      actions: [
        { type: "send_text_action", alternatives: [`This is ${data.step.name}`], text: null },
        {
          type: "send_quick_replies_action",
          message: "Where to?",
          buttons: [{ type: "quick_reply", title: "The jackets, ".repeat(6), action }],
        },
      ],
      session: { type: "conversation_session", values: { visits: 1 } },
      interlocutor: null,
    },
  ];
}
