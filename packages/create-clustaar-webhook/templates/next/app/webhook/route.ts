import { fetchAdapter } from "@clustaar/adapter-fetch";

let handler: ReturnType<typeof fetchAdapter> | undefined;

async function receive(request: Request): Promise<Response> {
  // Not at the top: `next build` loads this file, and the private key belongs to the server alone.
  handler ??= fetchAdapter((await import("../../webhook.ts")).default);
  return handler(request);
}

// Next.js itself would answer the methods that are left out.
export {
  receive as DELETE,
  receive as GET,
  receive as HEAD,
  receive as OPTIONS,
  receive as PATCH,
  receive as POST,
  receive as PUT,
};
