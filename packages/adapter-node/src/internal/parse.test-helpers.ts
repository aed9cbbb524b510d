import type { IncomingMessage } from "node:http";
import type { NodeRequest } from "@clustaar/webhook-core/adapter";

/** For the contract suite: a parser that uses the body up, or keeps its bytes. */
export async function parse(req: IncomingMessage, mode: "consumes" | "keeps"): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part);
  if (mode === "keeps") (req as NodeRequest).rawBody = Buffer.concat(parts);
}
