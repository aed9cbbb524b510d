import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { bodyFields, joinedHeaders } from "./function-url.ts";
import type { Sender } from "./sender.ts";

const runtime = createRequire(import.meta.url).resolve("@netlify/serverless-functions-api");

/** What Netlify reads of an event, which its own runtime turns into a `Request`. */
export const netlify: Sender = {
  eventOf(request, body) {
    const headers = joinedHeaders(request.rawHeaders);
    return {
      rawUrl: `https://bot.example${request.url}`,
      path: request.url?.split("?")[0],
      httpMethod: request.method,
      headers,
      ...bodyFields(body, headers),
    };
  },
  wrap(functionFile) {
    return `
      import { getLambdaHandler } from ${JSON.stringify(pathToFileURL(runtime))};
      export const handler = getLambdaHandler(${JSON.stringify(functionFile)});
    `;
  },
};
