import type { IncomingMessage, ServerResponse } from "node:http";
import { writeHead } from "./function-url.ts";

/** What a function says that streams metadata before its answer. */
const contentType = "application/vnd.awslambda.http-integration-response";
/** Between the metadata and the answer. */
const delimiter = Buffer.alloc(8);

/** Passes on what a function streams, piece by piece: metadata in JSON, 8 zero bytes, the body; trailers where it failed. */
export async function streamAnswer(from: IncomingMessage, to: ServerResponse): Promise<void> {
  if (from.headers["content-type"] !== contentType) {
    throw new Error(`expected a stream with metadata, got ${from.headers["content-type"]}`);
  }
  let start = Buffer.alloc(0);
  for await (const piece of from) {
    if (to.headersSent) {
      to.write(piece);
      continue;
    }
    start = Buffer.concat([start, piece]);
    const end = start.indexOf(delimiter);
    if (end === -1) continue;
    writeHead(to, JSON.parse(start.subarray(0, end).toString()));
    to.flushHeaders();
    const rest = start.subarray(end + delimiter.length);
    if (rest.length > 0) to.write(rest);
  }
  const failed = from.trailers["lambda-runtime-function-error-type"];
  if (failed !== undefined) throw new Error(`the function failed: ${failed}`);
  if (!to.headersSent) throw new Error(`expected metadata and 8 zero bytes, got ${start}`);
  to.end();
}
