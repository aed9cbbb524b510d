import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts the receiver; gives its address, and how to end it. */
export async function startSink(): Promise<{ url: string; close(): Promise<void> }> {
  const script = fileURLToPath(new URL("./sink.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    ["--import", fileURLToPath(import.meta.resolve("tsx")), script],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const [port] = await once(child.stdout, "data");
  return {
    url: `http://127.0.0.1:${String(port).trim()}`,
    async close() {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}
