import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian installs it where ordinary users have no path. */
const PATH = `${process.env.PATH ?? ""}:/usr/sbin:/usr/local/sbin`;

/** Whether the IRC server is installed; tests that need it are skipped where it is not, and fail where `CI` is set. */
export function hasNgircd(): boolean {
  const isThere =
    spawnSync("ngircd", ["--version"], { env: { ...process.env, PATH } }).status !== null;
  if (!isThere && process.env.CI === "true") {
    throw new Error(
      "ngircd is not installed; install it (apt-get install ngircd), as .ci/run does",
    );
  }
  return isThere;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((ready) => server.once("listening", ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** A real IRC server on a port of this machine. */
export class Ngircd {
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), "ngircd-"));
  #process: ChildProcess | undefined;

  /** @param tls - another port, for TLS, and the files of its certificate and key. */
  constructor(port: number, tls?: { port: number; certificate: string; key: string }) {
    this.port = port;
    writeFileSync(
      join(this.#folder, "ngircd.conf"),
      `[Global]
Name = irc.example.net
Info = test
MotdPhrase = hello
Listen = 127.0.0.1
Ports = ${port}
[Limits]
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 20
[Options]
DNS = no
Ident = no
PAM = no
${tls ? `[SSL]\nCertFile = ${tls.certificate}\nKeyFile = ${tls.key}\nPorts = ${tls.port}\n` : ""}`,
    );
  }

  async start(): Promise<void> {
    const args = ["--nodaemon", "--config", join(this.#folder, "ngircd.conf")];
    this.#process = spawn("ngircd", args, { stdio: "ignore", env: { ...process.env, PATH } });
    for (;;) {
      const isUp = await new Promise<boolean>((resolve) => {
        const socket = connect(this.port, "127.0.0.1", () => {
          socket.destroy();
          resolve(true);
        });
        socket.on("error", () => resolve(false));
      });
      if (isUp) return;
      if (this.#process.exitCode !== null)
        throw new Error(`ngircd ended with ${this.#process.exitCode}`);
      await new Promise((later) => setTimeout(later, 20));
    }
  }

  /** Without a word to its clients. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true });
  }
}

/** Another person on the server, on a plain socket. */
export class Person {
  readonly nick: string;
  /** What came, line by line. */
  readonly lines: string[] = [];
  readonly #socket: Socket;
  #waiting: (() => void)[] = [];

  private constructor(nick: string, socket: Socket) {
    this.nick = nick;
    this.#socket = socket;
    let rest = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      const parts = (rest + text).split("\r\n");
      rest = parts.pop() ?? "";
      for (const line of parts) {
        if (line.startsWith("PING ")) this.send(line.replace("PING", "PONG"));
        this.lines.push(line);
      }
      for (const wake of this.#waiting.splice(0)) wake();
    });
    socket.on("error", () => {});
  }

  static async join(port: number, nick: string, channel: string): Promise<Person> {
    const person = new Person(nick, connect(port, "127.0.0.1"));
    person.send(`NICK ${nick}`);
    person.send(`USER ${nick} 0 * :${nick}`);
    await person.sees(/ 001 /);
    person.send(`JOIN ${channel}`);
    await person.sees(/ 366 /);
    return person;
  }

  send(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  say(target: string, text: string): void {
    this.send(`PRIVMSG ${target} :${text}`);
  }

  /** Waits for a line that matches; the test's own timeout ends it. */
  async sees(expression: RegExp): Promise<string> {
    for (;;) {
      const line = this.lines.find((each) => expression.test(each));
      if (line !== undefined) return line;
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  /** What somebody said so far: kind, target and text. */
  heard(nick: string): [string, string, string][] {
    const said: [string, string, string][] = [];
    for (const line of this.lines) {
      const parts = /^:([^!]+)!\S+ PRIVMSG (\S+) :(.*)$/.exec(line);
      if (parts?.[1] !== nick) continue;
      const [, , target = "", text = ""] = parts;
      const action = text.startsWith("\u0001ACTION ") && text.endsWith("\u0001");
      said.push(action ? ["me", target, text.slice(8, -1)] : ["msg", target, text]);
    }
    return said;
  }

  leave(): void {
    this.#socket.destroy();
  }
}
