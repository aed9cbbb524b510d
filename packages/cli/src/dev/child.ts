// Runs in a process of its own: loads the user's file, serves its endpoint on a free port and tells the parent.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import { endpointOf } from "./endpoint-of.ts";
import { errorPlace } from "./error-place.ts";

/** What the child tells its parent. */
export type ChildMessage =
  | { readonly type: "ready"; readonly port: number }
  | {
      readonly type: "failed";
      readonly message: string;
      readonly file: string | null;
      readonly line: number | null;
      readonly column: number | null;
    };

const [fileUrl = ""] = process.argv.slice(2);

function tell(message: ChildMessage): void {
  process.send?.(message);
}

function fail(error: unknown): void {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  tell({ type: "failed", message, ...errorPlace(error) });
}

// The parent is gone, killed perhaps: nobody would end this process any more.
process.on("disconnect", () => process.exit(0));
process.on("uncaughtException", (error) => {
  console.error(error);
  fail(error);
  // Let the message and the console's text go out first.
  setTimeout(() => process.exit(1), 50);
});

try {
  const endpoint = endpointOf(await import(fileUrl));
  const server = createServer(nodeAdapter(endpoint));
  server.listen(0, "127.0.0.1", () => {
    tell({ type: "ready", port: (server.address() as AddressInfo).port });
  });
} catch (error) {
  // The parent shows message and place; the stack says how it came to that.
  console.error(error);
  fail(error);
}
