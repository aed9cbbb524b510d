import { Buffer } from "node:buffer";
import { UsageError } from "../failures.ts";
import { readInput } from "../files.ts";
import type { Io } from "../io.ts";

/** What is changed in an event before it is used. */
export interface EventChanges {
  /** `path=value` pairs. */
  readonly set?: readonly string[] | undefined;
  readonly topic?: string | undefined;
}

/** The body of an event: `stepReached` (a complete example), a file, or `-` for standard input; with changes. */
export async function eventBody(
  io: Io,
  fixture: string,
  { set = [], topic }: EventChanges,
): Promise<Buffer> {
  const text = fixture === "stepReached" ? await stepReachedText() : await readInput(io, fixture);
  if (set.length === 0 && topic === undefined) return text;
  const { setValues } = await import("./set-values.ts");
  let json: unknown;
  try {
    json = JSON.parse(text.toString("utf8"));
  } catch {
    throw new UsageError(`${fixture}: --set and --topic change JSON, and this is not JSON`);
  }
  setValues(json, set);
  if (topic !== undefined) setValues(json, [`topic=${JSON.stringify(topic)}`]);
  return Buffer.from(JSON.stringify(json));
}

async function stepReachedText(): Promise<Buffer> {
  const { stepReachedNotification } = await import("@clustaar/webhook-core/testing");
  return Buffer.from(JSON.stringify(stepReachedNotification()));
}
