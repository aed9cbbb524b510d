import type { DiagnosedRequest } from "@clustaar/webhook-core/doctor";
import type { Command } from "commander";
import type { CommandDefinition } from "../command.ts";
import { exitStatus, UsageError } from "../failures.ts";
import { readInput } from "../files.ts";
import type { Io } from "../io.ts";
import { didYouMean } from "../nearest.ts";
import { examples, writeJson, writeLines } from "../output.ts";
import { collect, parseHeaders } from "../sending/headers.ts";

interface VerifyOptions {
  readonly body?: string;
  readonly exchange?: string;
  readonly header?: readonly string[];
  readonly key?: readonly string[];
  readonly scheme: string;
  readonly method?: string;
  readonly url?: string;
  readonly at?: string;
  readonly json?: boolean;
}

/** `clustaar verify`: asks the signature doctor about a saved request. */
export const verify: CommandDefinition = {
  name: "verify",
  summary: "say whether a signature matches, and if not, why",
  declare(command: Command, runs) {
    command
      .option("--body <file>", "the raw body, byte by byte; - reads standard input")
      .option("-H, --header <name: value>", "a header of the request; give each one", collect)
      .option(
        "--exchange <file>",
        "what `clustaar send --json` printed, in place of --body, -H, --method and --url; - reads standard input",
      )
      .option(
        "--key <key>",
        "the key; several times for several (env: CLUSTAAR_PRIVATE_KEY)",
        collect,
      )
      .option(
        "--scheme <name>",
        "clustaar, github, servo, preservica, standardWebhooks, stripe, slack",
        "clustaar",
      )
      .option("--method <method>", "the method, for senders that sign it")
      .option("--url <url>", "the address, for senders that sign its path or query")
      .option(
        "--at <time>",
        "when it arrived, as ISO 8601 or an HTTP-date; its age is checked then",
      )
      .option("--json", "print the finding as JSON")
      .addHelpText(
        "after",
        examples(
          "verify --body body.json -H 'Date: Sun, 22 Nov 2026 10:00:00 GMT' -H 'X-Hub-Signature: sha1=...'",
          "verify --exchange sent.json --key s3cr3t",
          "verify --scheme github --key s3cr3t --body - -H 'X-Hub-Signature-256: sha256=...' < body.json",
        ),
      )
      .action(
        runs(async (io, options: VerifyOptions) => {
          const { diagnose } = await import("@clustaar/webhook-core/doctor");
          const diagnosis = diagnose(await requestOf(io, options), {
            scheme: await schemeOf(options.scheme),
            keys: keysOf(options.key, io.env.CLUSTAAR_PRIVATE_KEY),
            // A request that was kept is old: that says nothing about its signature.
            ...(options.at === undefined ? { tolerance: null } : { now: timeOf(options.at) }),
          });
          if (options.json) writeJson(io, diagnosis);
          else writeLines(io, [diagnosis.message]);
          return diagnosis.fits && diagnosis.cause === "none" ? exitStatus.ok : exitStatus.failed;
        }),
      );
  },
};

/** The request: its parts, or an exchange that has them all. */
async function requestOf(io: Io, options: VerifyOptions): Promise<DiagnosedRequest> {
  const { body, exchange, header, method, url } = options;
  if (exchange === undefined) {
    if (body === undefined) throw new UsageError("expected --body or --exchange, got neither");
    const address = url === undefined ? undefined : urlOf(url);
    return {
      headers: new Headers(parseHeaders(header ?? [])),
      body: await readInput(io, body),
      ...(method === undefined ? {} : { method: method.toUpperCase() }),
      ...(address === undefined ? {} : { path: address.pathname, query: address.searchParams }),
    };
  }
  for (const [name, given] of Object.entries({ body, header, method, url })) {
    if (given !== undefined) {
      throw new UsageError(
        `expected --exchange or --${name}, got both: an exchange has it already`,
      );
    }
  }
  const { readExchange } = await import("../verifying/read-exchange.ts");
  const kept = await readExchange(io, exchange);
  return { ...kept, path: kept.url.pathname, query: kept.url.searchParams };
}

function keysOf(
  given: readonly string[] | undefined,
  fromEnvironment: string | undefined,
): readonly string[] {
  const keys = given ?? (fromEnvironment === undefined ? [] : [fromEnvironment]);
  if (keys.length > 0 && !keys.includes("")) return keys;
  throw new UsageError(
    "expected a key: give --key, or set CLUSTAAR_PRIVATE_KEY, which a list of processes does not show",
  );
}

async function schemeOf(name: string) {
  const all = await import("@clustaar/webhook-core/signatures");
  const schemes = Object.values<unknown>(all).filter(
    (value): value is (typeof all)["clustaar"] =>
      typeof value === "object" && value !== null && "verify" in value,
  );
  const found = schemes.find((scheme) => scheme.name === name);
  if (found !== undefined) return found;
  const names = schemes.map((scheme) => scheme.name as string);
  throw new UsageError(
    `--scheme: there is no "${name}"${didYouMean(name, names)}; there are ${names.join(", ")}`,
  );
}

function urlOf(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new UsageError(
      `--url: expected an address such as https://bot.example/webhook, got "${text}"`,
    );
  }
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new UsageError(`--at: expected a time such as 2026-11-22T10:00:00Z, got "${text}"`);
}
