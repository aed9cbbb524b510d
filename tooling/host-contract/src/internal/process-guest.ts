import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, glueOf } from "./bundle.ts";
import { freePort } from "./guest.ts";
import { type Command, type ServerProcess, serverProcess } from "./server-process.ts";

/** Beside the sources, so that packages are found from there; ignored by Git. */
export const scratch = join(import.meta.dirname, "../..");

/** What a guest's process gets, where it is not the usual. */
export interface ProcessSettings {
  /** The port that its requests are sent to; default: a free one. */
  readonly port?: number;
  /** What is added to its environment. */
  env?(file: string, port: number): Record<string, string>;
}

/** Starts the glue of a section in a process of its own, and waits until it answers. */
export async function processGuest(
  heading: string,
  remote: string,
  command: (file: string, port: number) => Command,
  external: string[] = [],
  settings: ProcessSettings = {},
): Promise<ServerProcess> {
  const port = settings.port ?? (await freePort());
  const file = join(scratch, `.guest-${port}.mjs`);
  writeFileSync(file, await bundle(glueOf(heading), remote, { port, external }));
  return serverProcess(heading, port, command(file, port), {
    env: settings.env?.(file, port) ?? {},
    cleanUp: () => rmSync(file, { force: true }),
  });
}
