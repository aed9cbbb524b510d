import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { DemoRequest } from "./scenarios.ts";

/** What came back over HTTP. */
export interface DemoResponse {
  readonly status: number;
  readonly phrase: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Sends one request over a real socket. */
export async function send(url: string, { headers, body }: DemoRequest): Promise<DemoResponse> {
  const request = httpRequest(url, { method: "POST", headers });
  request.end(body);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let text = "";
  response.setEncoding("utf8");
  for await (const chunk of response) text += chunk;
  return {
    status: response.statusCode ?? 0,
    phrase: response.statusMessage ?? "",
    headers: response.headers,
    body: text,
  };
}
