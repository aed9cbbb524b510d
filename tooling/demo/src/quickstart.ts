import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Where the quickstart stands. */
export const quickstartFolder: URL = new URL("../../../examples/quickstart/", import.meta.url);

/** A quickstart server in a process of its own. */
export interface Quickstart {
  readonly url: string;
  /** What the server has written to its log since the last time it was asked. */
  takeLog(): string[];
  stop(): void;
}

/** Starts examples/quickstart on a free port, as `pnpm --filter ./examples/quickstart start` does. */
export async function startQuickstart(credentials: {
  privateKey: string;
  auth: { username: string; password: string };
}): Promise<Quickstart> {
  const child = spawn(
    process.execPath,
    ["--conditions=@clustaar/source", "--import", "tsx", "server.ts"],
    {
      cwd: fileURLToPath(quickstartFolder),
      env: {
        ...process.env,
        PORT: "0",
        CLUSTAAR_PRIVATE_KEY: credentials.privateKey,
        CLUSTAAR_AUTH_USERNAME: credentials.auth.username,
        CLUSTAAR_AUTH_PASSWORD: credentials.auth.password,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const log: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => log.push(line));
  const ended = once(child, "exit");
  const listening = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const url = /http:\S+/.exec(line)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
  const gone = ended.then(([code]) => {
    throw new Error(`the quickstart ended with exit status ${code} before it was listening`);
  });
  const url = await Promise.race([listening, gone]);
  gone.catch(() => {});
  return { url, takeLog: () => log.splice(0), stop: () => void child.kill() };
}
