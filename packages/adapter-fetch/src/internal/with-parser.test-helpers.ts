import type { ParserMode } from "@clustaar/adapter-contract";
import type { fetchAdapter } from "../fetch-adapter.ts";

export type Handler = ReturnType<typeof fetchAdapter>;

/** For the contract suite: something that stands before the adapter and reads the body too. */
export function withParser(handler: Handler, parser: ParserMode | undefined): Handler {
  return async (request, context) => {
    if (parser === "consumes") await request.text();
    if (parser === "keeps") await request.clone().text();
    return handler(request, context);
  };
}
