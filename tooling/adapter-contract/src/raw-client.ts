import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Mounted } from "./host.ts";
import { portOf } from "./socket-host.ts";

/** A connection that a case drives byte by byte. */
export interface RawClient {
  socket: Socket;
  write(data: string | Uint8Array): void;
  /** Writes the head of a POST, with headers such as `Content-Length: 2`, and as much of its body as is given. */
  post(headers: string | readonly string[], body?: string, target?: string): void;
  /** The first whole answer, head and body as one text. */
  answer(): Promise<string>;
  /** Resolves when the connection is closed from the other side. */
  closed: Promise<unknown>;
}

/** Opens a connection to a mounted host. */
export async function rawClient({ server, port, contentType }: Mounted): Promise<RawClient> {
  const to = port ?? (server && portOf(server));
  if (!to) throw new Error("This case needs a host with sockets: leave it out for this one.");
  const socket = connect(to, "127.0.0.1");
  let text = "";
  socket.on("data", (data) => {
    text += data.toString("latin1");
  });
  // A connection that is cut off while we write may end in a reset.
  socket.on("error", () => {});
  const closed = new Promise((done) => socket.once("close", done));
  await once(socket, "connect");
  return {
    socket,
    closed,
    write: (data) => void socket.write(data),
    post(headers, body = "", target = "/webhook") {
      const type = contentType === undefined ? [] : [`Content-Type: ${contentType}`];
      const lines = [`POST ${target} HTTP/1.1`, "Host: bot.example", ...type, headers].flat();
      socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
    },
    async answer() {
      while (!isWhole(text)) {
        if (socket.closed) throw new Error(`The connection closed after: ${text || "(nothing)"}`);
        await Promise.race([once(socket, "data"), closed]);
      }
      return text;
    },
  };
}

function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length);
  return text.endsWith("0\r\n\r\n") || / 100 /.test(text.slice(0, 20));
}
