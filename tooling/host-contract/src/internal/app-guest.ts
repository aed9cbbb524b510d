import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { transform } from "esbuild";
import { bundleImport, glueOf, testedWebhook } from "./bundle.ts";
import { freePort } from "./guest.ts";
import { scratch } from "./process-guest.ts";
import { type Command, run, type ServerProcess, serverProcess } from "./server-process.ts";

/** What a framework needs beside the glue, which it builds into a server of its own. */
export interface App {
  /** The app's other files, by their paths. */
  files?: Record<string, string>;
  /** Packages that the app finds in its own `node_modules`, and their folders. */
  links?: Record<string, string>;
  /** Builds it; runs in the app's folder, without secrets. */
  build: Command;
  /** Starts what was built; runs in the app's folder. */
  start(port: number): Command;
  /** Settings of the framework's, for both. */
  env?: NodeJS.ProcessEnv;
}

/**
 * Builds an app around the glue of a section, without its types, starts its server, and waits until it answers. The first line
 * of the glue is a comment that says where it stands in the app.
 */
export async function appGuest(heading: string, remote: string, app: App): Promise<ServerProcess> {
  const port = await freePort();
  const cwd = join(scratch, `.guest-${port}`);
  const cleanUp = () => rmSync(cwd, { recursive: true, force: true });
  try {
    for (const [path, text] of Object.entries(await filesOf(heading, remote, app))) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), text);
    }
    for (const [name, folder] of Object.entries(app.links ?? {})) {
      symlinkSync(folder, join(cwd, "node_modules", name), "dir");
    }
    await run(heading, app.build, { cwd, env: { ...app.env, NODE_ENV: "production" } });
  } catch (error) {
    cleanUp();
    throw error;
  }
  const env = { ...app.env, NODE_ENV: "production" };
  return serverProcess(heading, port, app.start(port), { cwd, env, cleanUp });
}

async function filesOf(heading: string, remote: string, { files }: App) {
  const glue = glueOf(heading);
  const place = found(heading, glue, /^\/\/ (\S+)\.ts\n/);
  const adapter = found(heading, glue, /from "(@clustaar\/[\w-]+)"/);
  const imported = found(heading, glue, /from "(\.{1,2}\/[^"]*webhook(?:\.ts)?)"/);
  const webhook = join(dirname(place), imported.endsWith(".ts") ? imported : `${imported}.js`);
  const tested = relative(dirname(webhook), "webhook-of-the-tests.js");
  return {
    "package.json": JSON.stringify({ private: true, type: "module" }),
    "webhook-of-the-tests.js": await bundleImport(remote, testedWebhook),
    [`node_modules/${adapter}/index.js`]: await bundleImport(remote, adapter),
    [`node_modules/${adapter}/package.json`]: JSON.stringify({
      name: adapter,
      version: "0.0.0",
      type: "module",
      exports: "./index.js",
    }),
    ...files,
    [webhook]: `export { webhook } from "./${tested}";\n`,
    // Where Next.js finds TypeScript it installs types that it misses, from the network.
    [`${place}.js`]: (await transform(glue, { loader: "ts" })).code,
  };
}

function found(heading: string, glue: string, pattern: RegExp): string {
  const [, part] = pattern.exec(glue) ?? [];
  if (!part) throw new Error(`docs/hosts.md: ${heading}: expected its code to match ${pattern}`);
  return part;
}
