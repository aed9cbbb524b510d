import type { ServoCase } from "./cases.test-helpers.ts";

const annotations = "parameters and annotations of Python; types are checked by the compiler";
const runner = "a command of the original's own runner";
const elsewhere = "run by the commands themselves, in packages/cli";

/** Rows that speak of Python, or of the original's own runner, alone: why nothing here can be like them. */
export const leftOut: Readonly<Record<string, string>> = {
  "events: declare: handler, a parameter too many": annotations,
  "events: declare: handler, a parameter of another type": annotations,
  "events: declare: handler, without self": annotations,
  "events: declare: handler, before, with the parameters of the event": annotations,
  "events: declare: handler, before, with a result type": annotations,
  "events: declare: handler, after, without the results": annotations,
  "events: declare: handler, after, results without a type": annotations,
  "events: declare: handler, after, results under another name": annotations,
  "command line: generate an unknown connector": elsewhere,
  "command line: generate quietly": elsewhere,
  "command line: generate to another file": elsewhere,
  "command line: generate with defaults": elsewhere,
  "command line: generate without defaults": elsewhere,
  "command line: no command webhooks": elsewhere,
  "command line: the documented command webhooks list does not exist": elsewhere,
  "command line: the documented command webhooks schema does not exist": elsewhere,
  "command line: the documented command webhooks trigger does not exist": elsewhere,
  "command line: validate without a file": elsewhere,
  "command line: schema of the configuration": runner,
  "command line: connectors": runner,
  "command line: show events": runner,
  "command line: show events by connector": runner,
  "command line: show events, only after": runner,
};

/** The same by what a row says, for rows that the list has not seen: why a row is left out; undefined: it is run. */
export function reasonToLeaveOut({ group, given, expected }: ServoCase): string | undefined {
  // A handler's parameters and their annotations are looked at when it is registered; here the compiler looks.
  if (group === "events" && given.handler !== undefined && expected.outcome !== "accepted") {
    return annotations;
  }
  if (group !== "command line") return undefined;
  const [command] = given.arguments as string[];
  if (command === "generate" || command === "webhooks") return elsewhere;
  if (given["servo.yaml"] === undefined) return elsewhere;
  // With a broken file it tells of the mistakes, as all commands do.
  if (command === "show") return expected.exit === 0 ? runner : undefined;
  return command === "connectors" || command === "schema" ? runner : undefined;
}
