// A local HTTP server that hands each request to the handler as a Function URL would.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { handler } from "./handler.ts";

async function functionUrlEvent(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
  return {
    version: "2.0",
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: request.headers as Record<string, string>,
    requestContext: { http: { method: request.method ?? "GET", path: pathname } },
    body: Buffer.concat(chunks).toString("base64"),
    isBase64Encoded: true,
  };
}

const server = createServer(async (request, response) => {
  const { statusCode, headers, body, isBase64Encoded } = await handler(
    await functionUrlEvent(request),
  );
  response.writeHead(statusCode, headers);
  response.end(Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"));
});
server.listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`Listening on http://localhost:${(server.address() as AddressInfo).port}`);
});
