import { Buffer } from "node:buffer";
import type { CommandDefinition } from "../command.ts";
import { type ExitStatus, exitStatus, UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { didYouMean } from "../nearest.ts";
import { addressOf, credentialsOf, keyOf } from "../options.ts";
import { examples, writeJson, writeLines } from "../output.ts";
import { collect, parseHeaders } from "../sending/headers.ts";
import type { Answer, Outgoing } from "../sending/outgoing.ts";
import { aborted, interruptible } from "../signals.ts";
import { printable } from "../style.ts";

interface SendOptions {
  readonly url: string;
  readonly key?: string;
  readonly user?: string;
  readonly set?: readonly string[];
  readonly topic?: string;
  readonly header?: readonly string[];
  readonly repeat: string;
  readonly fault?: string;
  readonly timeout: string;
  readonly json?: boolean;
}

/** `clustaar send`: signs an event as the platform does, sends it and shows the answer. */
export const send: CommandDefinition = {
  name: "send",
  summary: "sign an event, send it and print the answer",
  declare(command, runs) {
    command
      .argument("[fixture]", "stepReached, a file, or - for standard input", "stepReached")
      .option(
        "--url <url>",
        "where to (env: CLUSTAAR_WEBHOOK_URL)",
        "http://localhost:3000/webhook",
      )
      .option(
        "--key <key>",
        "the private key; without one it is not signed (env: CLUSTAAR_PRIVATE_KEY)",
      )
      .option("--user <name:password>", "basic credentials")
      .option(
        "--set <path=value>",
        "change the body, such as data.step.id=1234; several times for several",
        collect,
      )
      .option("--topic <topic>", "another topic")
      .option(
        "-H, --header <name: value>",
        "another header, in place of one that is made here",
        collect,
      )
      .option("--repeat <times>", "send it so many times, each signed again", "1")
      .option(
        "--fault <fault>",
        "what is wrong with it: wrong-key, stale, future, duplicate, truncated, reserialised, slow, no-date or two-signatures",
      )
      .option("--timeout <milliseconds>", "how long to wait for an answer", "30000")
      .option("--json", "print requests and answers as JSON")
      .addHelpText(
        "after",
        examples(
          "send --key s3cr3t",
          "send stepReached --set data.step.id=507f191e810c19729de860ea --set data.channel=facebook",
          "send event.json --url https://bot.example/webhook --fault stale",
          "send - --topic order.paid < order.json",
        ),
      )
      .action(runs(run));
  },
};

interface Exchange {
  readonly request: {
    readonly headers: Readonly<Record<string, string | string[]>>;
    readonly body: string;
  };
  readonly answer: Answer;
}

async function run(io: Io, fixture: string, options: SendOptions): Promise<ExitStatus> {
  const { eventBody } = await import("../sending/event-body.ts");
  const url = urlOf(io.env.CLUSTAAR_WEBHOOK_URL, options.url);
  const fault = await faultOf(options.fault);
  const key = keyOf(io, options.key) ?? undefined;
  const rounds = numberOf("--repeat", options.repeat);
  const timeout = numberOf("--timeout", options.timeout);
  const own = headersOf(options);
  const body = await eventBody(io, fixture, options);

  const exchanges: Exchange[] = [];
  await interruptible(io, async (signal) => {
    const { post } = await import("../sending/outgoing.ts");
    const { signOutgoing } = await import("../sending/faults.ts");
    for (let round = 0; round < rounds && !signal.aborted; round++) {
      const signed = signOutgoing(body, { key, now: Date.now() }, fault);
      const outgoing: Outgoing = { ...signed, headers: replaced(signed.headers, own) };
      for (let time = 0; time < outgoing.times && !signal.aborted; time++) {
        const answer = await Promise.race([post(url, outgoing, timeout), aborted(signal)]);
        // Interrupted: what was answered before is printed.
        if (answer === undefined) return;
        const exchange = { request: shown(outgoing), answer };
        exchanges.push(exchange);
        if (!options.json) writeLines(io, asText(url, exchange));
      }
    }
  });
  if (options.json) writeJson(io, { url: url.href, exchanges });
  const good = exchanges.every(
    ({ answer: { status } }) => status !== null && status >= 200 && status < 300,
  );
  return good ? exitStatus.ok : exitStatus.failed;
}

function headersOf({ header = [], user }: SendOptions): [string, string][] {
  const headers = parseHeaders(header);
  const credentials = credentialsOf(user);
  if (credentials === null) return headers;
  const pair = `${credentials.username}:${credentials.password}`;
  return [["Authorization", `Basic ${Buffer.from(pair).toString("base64")}`], ...headers];
}

function replaced(
  headers: Outgoing["headers"],
  own: readonly (readonly [string, string])[],
): Outgoing["headers"] {
  const names = new Set(own.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !names.has(name.toLowerCase())), ...own];
}

/** What is printed of a request: everything but the password. */
function shown({ headers, body }: Outgoing): Exchange["request"] {
  const record: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const told = name.toLowerCase() === "authorization" ? value.replace(/ .*/, " ***") : value;
    const before = record[name];
    record[name] = before === undefined ? told : [before, told].flat();
  }
  return { headers: record, body: body.toString("utf8") };
}

function asText(url: URL, { request, answer }: Exchange): string[] {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    [value].flat().map((each) => `${name}: ${each}`),
  );
  const status = answer.status === null ? "no answer" : String(answer.status);
  return [
    `POST ${url.href}`,
    ...headers,
    "",
    request.body,
    "",
    `-> ${status} in ${answer.milliseconds} ms`,
    ...(answer.body === "" ? [] : [indented(answer.body)]),
    "",
  ].map(printable);
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function urlOf(fromEnvironment: string | undefined, given: string): URL {
  const isDefault = given === "http://localhost:3000/webhook";
  return new URL(addressOf("--url", isDefault && fromEnvironment ? fromEnvironment : given));
}

async function faultOf(name: string | undefined) {
  if (name === undefined) return undefined;
  const { faults } = await import("../sending/faults.ts");
  if (Object.hasOwn(faults, name)) return name as keyof typeof faults;
  const names = Object.keys(faults);
  throw new UsageError(
    `--fault: there is no "${name}"${didYouMean(name, names)}; there are ${names.join(", ")}`,
  );
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new UsageError(`${option}: expected a whole number from 1 up, got "${text}"`);
}
