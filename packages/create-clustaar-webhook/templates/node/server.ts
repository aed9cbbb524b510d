import { createServer } from "node:http";
import { nodeAdapter } from "@clustaar/adapter-node";
import webhook from "./webhook.ts";

const port = Number(process.env.PORT ?? 3000);
const receive = nodeAdapter(webhook);

const server = createServer((request, response) => {
  if (request.url?.split("?")[0] === "/webhook") receive(request, response);
  else response.writeHead(404).end();
});
server.listen(port, () => console.log(`Listening on http://localhost:${port}/webhook`));

process.once("SIGTERM", async () => {
  server.close();
  const idle = await webhook.idle({ deadline: 10_000 }); // milliseconds
  if (!idle) process.exit(1); // something hangs
});
