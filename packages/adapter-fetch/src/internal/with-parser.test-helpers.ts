import type { ParserMode } from "@clustaar/adapter-contract";
import type { FetchContext } from "../fetch-context.ts";

export type Handler = (request: Request, context?: FetchContext) => Promise<Response>;

/** For the contract suite: something that runs before the adapter and touches the body, too. */
export function withParser(handler: Handler, parser: ParserMode | undefined): Handler {
  return async (request, context) => {
    if (parser === "consumes") await request.text();
    if (parser === "keeps") await request.clone().text();
    if (parser === "decodes" || parser === "drops") {
      return handler(await handedOver(request, parser), context);
    }
    return handler(request, context);
  };
}

async function handedOver(request: Request, parser: "decodes" | "drops"): Promise<Request> {
  const { url, method } = request;
  if (method === "GET") return request;
  const text = await request.text();
  const headers = new Headers(request.headers);
  headers.set("content-length", String(Buffer.byteLength(text)));
  if (parser === "drops") return new Request(url, { method, headers });
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(text);
      controller.close();
    },
  });
  return new Request(url, { method, headers, body, duplex: "half" });
}
