import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";

/** Hands a request on to a port of this machine byte for byte: the signature covers the body and the Date header. */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  onFailure: (error: Error) => void,
): void {
  const onwards = httpRequest({
    host: "127.0.0.1",
    port,
    method: request.method,
    path: request.url,
    // As they came, repeated ones included.
    headers: request.rawHeaders as never,
    setHost: false,
    agent: false,
  });
  onwards.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  onwards.on("error", onFailure);
  // A client that gives up gives the webhook's signal.
  response.on("close", () => onwards.destroy());
  request.pipe(onwards);
}
