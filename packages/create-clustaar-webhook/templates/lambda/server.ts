// A local server that hands each request to the handler as a Function URL would; it is not deployed.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { handler } from "./handler.ts";

const port = Number(process.env.PORT ?? 3000);

const server = createServer((request, response) => {
  // An upload that breaks off, for one: nobody is left to answer.
  answer(request, response).catch(() => response.destroy());
});
server.listen(port, () => console.log(`Listening on http://localhost:${port}/webhook`));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = "/", ...query] = (request.url ?? "/").split("?");
  const { statusCode, headers, body, isBase64Encoded } = await handler({
    rawPath: path,
    rawQueryString: query.join("?"),
    headers: request.headers as Record<string, string>,
    requestContext: { http: { method: request.method ?? "GET" } },
    body: (await buffer(request)).toString("base64"),
    isBase64Encoded: true,
  });
  response.writeHead(statusCode, headers);
  response.end(Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"));
}
