// A local HTTP server that hands each request to the handler as a Function URL would.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { handler } from "./handler.ts";

async function functionUrlEvent(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const [path = "/", ...query] = (request.url ?? "/").split("?");
  return {
    version: "2.0",
    rawPath: path,
    rawQueryString: query.join("?"),
    headers: request.headers as Record<string, string>,
    requestContext: { http: { method: request.method ?? "GET", path } },
    body: Buffer.concat(chunks).toString("base64"),
    isBase64Encoded: true,
  };
}

async function answer(request: IncomingMessage, response: ServerResponse) {
  const { statusCode, headers, body, isBase64Encoded } = await handler(
    await functionUrlEvent(request),
  );
  response.writeHead(statusCode, headers);
  response.end(Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"));
}

const server = createServer((request, response) => {
  // An upload that breaks off, for one: nobody is left to answer.
  answer(request, response).catch(() => response.destroy());
});
server.listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`Listening on http://localhost:${(server.address() as AddressInfo).port}`);
});
