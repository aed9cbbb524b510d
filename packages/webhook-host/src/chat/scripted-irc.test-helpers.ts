import { Buffer } from "node:buffer";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What a {@link scriptedIrc} does that ngircd cannot be told to. */
export interface Script {
  /** Capabilities; without any it does not know the command at all. */
  readonly capabilities?: string;
  /** The password of the account `bot`. */
  readonly saslPassword?: string;
  /** Whether a nick is free; a text: why it is refused for how it is written. */
  readonly takes?: (nick: string) => boolean | string;
  /** Whether a channel may be joined. */
  readonly opens?: (channel: string) => boolean;
}

/** A small IRC server of one client: it registers it, and does the rest as the test says. */
export async function scriptedIrc({
  capabilities,
  saslPassword,
  takes = () => true,
  opens = () => true,
}: Script) {
  const lines: string[] = [];
  let waiting: (() => void)[] = [];
  let socket: Socket | undefined;
  const sockets = new Set<Socket>();
  let nick = "*";
  let isNegotiating = false;
  let hasUser = false;
  const send = (line: string) => socket?.write(`${line}\r\n`);
  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  };
  const welcome = () => {
    if (nick !== "*" && hasUser && !isNegotiating) send(`:irc.example 001 ${nick} :Welcome`);
  };

  const commands: Record<string, (words: string[]) => void> = {
    CAP([action, ...wanted]) {
      if (capabilities === undefined) return send(":irc.example 421 * CAP :Unknown command");
      isNegotiating = action !== "END";
      if (action === "LS") send(`:irc.example CAP * LS :${capabilities}`);
      if (action === "REQ") send(`:irc.example CAP * ACK ${wanted.join(" ")}`);
      welcome();
    },
    AUTHENTICATE([given = ""]) {
      if (given === "PLAIN") return send("AUTHENTICATE +");
      const parts = Buffer.from(given, "base64").toString().split("\0");
      const isRight = parts.join("|") === `bot|bot|${saslPassword}`;
      if (isRight) send(":irc.example 900 * *!*@* bot :You are now logged in as bot");
      send(isRight ? ":irc.example 903 * :SASL worked" : ":irc.example 904 * :SASL did not work");
    },
    NICK([wanted = ""]) {
      const answer = takes(wanted);
      if (answer === false) return send(`:irc.example 433 ${nick} ${wanted} :Nickname in use`);
      if (answer !== true) return send(`:irc.example 432 ${nick} ${wanted} :${answer}`);
      nick = wanted;
      welcome();
    },
    USER() {
      hasUser = true;
      welcome();
    },
    JOIN([channel = ""]) {
      if (opens(channel)) send(`:${nick}!u@h JOIN ${channel}`);
      else send(`:irc.example 474 ${nick} ${channel} :Cannot join channel (+b)`);
    },
    PING([mark = ""]) {
      send(`:irc.example PONG irc.example ${mark}`);
    },
    QUIT() {
      socket?.end();
    },
  };

  const server = createServer((client) => {
    socket = client;
    sockets.add(client);
    [nick, isNegotiating, hasUser] = ["*", false, false];
    let rest = "";
    client.setEncoding("utf8").on("data", (text: string) => {
      const parts = (rest + text).split("\r\n");
      rest = parts.pop() ?? "";
      for (const line of parts) {
        const [command = "", ...words] = line.split(" ");
        lines.push(line);
        commands[command]?.(words);
      }
      wake();
    });
    client
      .on("error", () => {})
      .on("close", () => {
        lines.push("(closed)");
        wake();
      });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    for (const each of sockets) each.destroy();
    server.close();
  });
  return {
    address: `irc://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What the client sent, and when its connection was closed. */
    lines,
    send,
    /** Waits for a line of the client after the first `from`; the test's own timeout ends it. */
    async sees(expression: RegExp, from = 0): Promise<string> {
      for (;;) {
        const line = lines.slice(from).find((each) => expression.test(each));
        if (line !== undefined) return line;
        await new Promise<void>((go) => waiting.push(go));
      }
    },
  };
}
