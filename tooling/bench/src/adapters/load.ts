import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** What one slice of load gave. */
export interface Load {
  readonly requests: number;
  /** Milliseconds until the last answer. */
  readonly time: number;
}

/**
 * Sends one request over and over on connections that stay open, and counts the answers.
 *
 * Plain sockets and no HTTP client: a client would cost more than the servers that are measured.
 */
export class LoadGenerator {
  readonly #sockets: Socket[];
  readonly #request: Buffer;
  /** Bytes of one answer: the same request gets the same answer, and a Date header never changes its length. */
  readonly #answer: number;

  private constructor(sockets: Socket[], request: Buffer, answer: number) {
    this.#sockets = sockets;
    this.#request = request;
    this.#answer = answer;
  }

  static async connect(port: number, connections: number, request: Buffer): Promise<LoadGenerator> {
    const sockets = Array.from({ length: connections }, () =>
      connect({ port, host: "127.0.0.1", noDelay: true }),
    );
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    const [first] = sockets;
    if (first === undefined) throw new Error("expected at least one connection");
    const answer = await answerLength(first, request);
    return new LoadGenerator(sockets, request, answer);
  }

  /** Keeps every connection busy for about so many milliseconds. */
  async run(milliseconds: number): Promise<Load> {
    const start = performance.now();
    const end = start + milliseconds;
    const counts = await Promise.all(this.#sockets.map((socket) => this.#keepBusy(socket, end)));
    const requests = counts.reduce((sum, count) => sum + count, 0);
    return { requests, time: performance.now() - start };
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #keepBusy(socket: Socket, end: number): Promise<number> {
    if (socket.destroyed) throw new Error("the server closed a connection while nothing was sent");
    return new Promise((resolve, reject) => {
      let answers = 0;
      let bytes = 0;
      const finish = (settle: () => void) => {
        socket.off("data", onData);
        socket.off("close", onClose);
        settle();
      };
      const onClose = () => finish(() => reject(new Error("the server closed a connection")));
      const onData = (chunk: Buffer) => {
        // Another status has another length, so a wrong answer is noticed one way or the other.
        if (bytes === 0 && !isOk(chunk)) {
          finish(() => reject(new Error(`expected status 200, got ${chunk.subarray(0, 40)}`)));
          return;
        }
        bytes += chunk.length;
        if (bytes < this.#answer) return;
        if (bytes > this.#answer) {
          finish(() => reject(new Error("an answer differs in length from the first one")));
          return;
        }
        bytes = 0;
        answers++;
        if (performance.now() < end) socket.write(this.#request);
        else finish(() => resolve(answers));
      };
      socket.on("data", onData);
      socket.on("close", onClose);
      socket.write(this.#request);
    });
  }
}

/** A POST of a body, as bytes on the wire. */
export function requestBytes(headers: Readonly<Record<string, string>>, body: Buffer): Buffer {
  const lines = Object.entries({ host: "localhost", ...headers, "content-length": body.length });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${head}\r\n`), body]);
}

/** Sends the request once and waits until nothing more comes. */
async function answerLength(socket: Socket, request: Buffer): Promise<number> {
  let bytes = 0;
  const onData = (chunk: Buffer) => {
    bytes += chunk.length;
  };
  socket.on("data", onData);
  socket.write(request);
  for (let seen = -1; bytes === 0 || bytes !== seen; ) {
    seen = bytes;
    await new Promise((wake) => setTimeout(wake, 200));
  }
  socket.off("data", onData);
  return bytes;
}

const OK = Buffer.from("HTTP/1.1 200 ");

function isOk(chunk: Buffer): boolean {
  return chunk.length >= OK.length && chunk.compare(OK, 0, OK.length, 0, OK.length) === 0;
}
