import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";

// `pnpm start -- HOST:PORT` hands the `--` on.
const [address = "127.0.0.1:8000"] = process.argv.slice(2).filter((argument) => argument !== "--");
const [, host, port] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
if (host === undefined) quit(`expected HOST:PORT such as 0.0.0.0:8000, got ${address}`);

// A secret that is missing is said in one line, without a stack.
const { default: receiver } = await import("./webhook.ts").catch((error: Error) =>
  quit(error.message),
);

const server = createServer(nodeAdapter(receiver));
server.listen(Number(port), host.replace(/^\[|\]$/g, ""), () => {
  const { port } = server.address() as AddressInfo;
  console.log(`Listening on http://${host}:${port}`);
});

function quit(message: string): never {
  console.error(message);
  process.exit(1);
}
