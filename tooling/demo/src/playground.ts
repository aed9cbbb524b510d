import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { quickstartFolder } from "./quickstart.ts";

/** Runs `clustaar dev` on the quickstart until it is ended, and gives its exit status. */
export async function servePlayground(): Promise<number> {
  console.log("Building the playground: a few seconds, from the sources ...");
  const program = fileURLToPath(new URL("../../../packages/cli/src/main.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    [
      ...["--conditions=@clustaar/source", "--import", "tsx", program],
      ...["dev", "webhook.ts", "--port", "0"],
      // A person sees it open; a script reads the address.
      ...(process.stdout.isTTY ? ["--open"] : []),
    ],
    { cwd: fileURLToPath(quickstartFolder), stdio: "inherit" },
  );
  // Ctrl-C reaches the child by itself; it ends in order, and this process after it.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, "exit");
  return code ?? 1;
}
