import { Buffer } from "node:buffer";
import { z } from "zod";
import { UsageError } from "../failures.ts";
import { readInput } from "../files.ts";
import type { Io } from "../io.ts";

/** A request that was kept, as the doctor looks at it. */
export interface KeptRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** What is read of the output of `clustaar send --json`. */
const sent = z.object({
  url: z.url(),
  exchanges: z
    .array(
      z.object({
        request: z.object({
          headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
          body: z.string(),
        }),
        answer: z.object({ status: z.number().nullable() }),
      }),
    )
    .min(1),
});

/**
 * Reads what `clustaar send --json` printed; of several exchanges the first that was refused, else the first.
 *
 * @throws UsageError when it is something else, or its body was not text.
 */
export async function readExchange(io: Io, file: string): Promise<KeptRequest> {
  const { url, exchanges } = parsed(file, (await readInput(io, file)).toString("utf8"));
  const isRefused = ({ answer: { status } }: (typeof exchanges)[number]) =>
    status === null || status >= 300;
  const { request } = exchanges.find(isRefused) ?? (exchanges[0] as (typeof exchanges)[number]); // at least one
  if (request.body.includes("\uFFFD")) {
    throw new UsageError(
      `${file}: the body was not UTF-8, and JSON does not hold its bytes: keep it in a file, and give --body and -H`,
    );
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const each of [value].flat()) headers.append(name, each);
  }
  return { method: "POST", url: new URL(url), headers, body: Buffer.from(request.body, "utf8") };
}

function parsed(file: string, text: string): z.infer<typeof sent> {
  try {
    return sent.parse(JSON.parse(text));
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const why = issue ? `${issue.path.join(".")}: ${issue.message}` : (error as Error).message;
    throw new UsageError(`${file}: expected what \`clustaar send --json\` printed, ${why}`);
  }
}
