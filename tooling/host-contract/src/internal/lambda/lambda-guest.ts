import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Guest } from "../guest.ts";
import { processGuest } from "../process-guest.ts";
import { functionUrl } from "./function-url.ts";
import { lambdaService } from "./lambda-service.ts";
import type { Sender } from "./sender.ts";

const guests = join(import.meta.dirname, "../../guests");
const runtime = join(import.meta.dirname, "../../../node_modules/aws-lambda-ric/bin/index.mjs");

/** Runs the glue of a section in AWS's runtime interface client, behind a sender of events. */
export async function lambdaGuest(
  heading: string,
  remote: string,
  sender: Sender = functionUrl,
): Promise<Guest> {
  const service = await lambdaService(sender);
  // The client takes what follows the first dot of a file's name for the handler.
  const folder = mkdtempSync(join(tmpdir(), "host-contract-"));
  const command = (file: string) => {
    const own = `export * from ${JSON.stringify(pathToFileURL(file))};`;
    writeFileSync(join(folder, "index.mjs"), sender.wrap?.(file) ?? own);
    const native = join(guests, "rapid-client.mjs");
    return [process.execPath, "--import", native, runtime, join(folder, "index.handler")] as const;
  };
  const clear = () => {
    service.close();
    rmSync(folder, { recursive: true });
  };
  try {
    const { stop } = await processGuest(heading, remote, command, [], {
      port: service.port,
      env: () => ({
        AWS_LAMBDA_RUNTIME_API: service.runtimeApi,
        AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: "true",
      }),
    });
    return { port: service.port, stop: () => stop().then(clear) };
  } catch (error) {
    clear();
    throw error;
  }
}
