import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as HostPackage from "@clustaar/webhook-host";
import type { HostPlugin, WebhookHost } from "@clustaar/webhook-host";
import { UsageError } from "../failures.ts";

/**
 * The host that a module exports, by default or by any name; or a host of the plugins that it exports; or, without a module, one
 * of the plugins that the dependencies of the application offer.
 *
 * @param folder - holds the application's `package.json`.
 * @throws UsageError when there is nothing to host, saying what to write.
 */
export async function hostOf(
  module: Record<string, unknown> | undefined,
  folder: string,
): Promise<WebhookHost> {
  const exported = module === undefined ? [] : await exportsOf(module);
  const host = exported.find(isHost);
  if (host !== undefined) return host;
  const plugins = [...new Set(exported.filter(isPlugin))];
  if (module !== undefined && plugins.length === 0) throw nothingExported(module);
  return makeHost(plugins, folder);
}

async function makeHost(plugins: HostPlugin[], folder: string): Promise<WebhookHost> {
  const { consoleClient, createHost } = await hostPackage(folder);
  let host: WebhookHost;
  try {
    // What its plugins say in the chat shows beside the log.
    host = await createHost({ plugins, discover: folder, client: consoleClient() });
  } catch (error) {
    // The message says all; it has no place in a file.
    throw error instanceof Error ? new UsageError(error.message) : error;
  }
  if (host.plugins.length > 0) return host;
  await host.close();
  throw new UsageError(
    `nothing to host was found in ${folder}: no host.ts, no plugin.ts, and no dependency with plugins; name a file that exports a host or a plugin`,
  );
}

/** The application's own copy of the package, which finds the database drivers that it has installed; or else this command's. */
async function hostPackage(folder: string): Promise<typeof HostPackage> {
  const { resolve } = createRequire(join(folder, "package.json"));
  let file: string;
  try {
    file = resolve("@clustaar/webhook-host");
  } catch {
    return import("@clustaar/webhook-host");
  }
  return import(pathToFileURL(file).href);
}

/** A host that is still being made is exported as a promise. */
async function exportsOf(module: Record<string, unknown>): Promise<unknown[]> {
  // CommonJS puts what it exports under `default`.
  const inner = module.default;
  const values = [
    ...Object.values(module),
    ...(typeof inner === "object" && inner !== null ? Object.values(inner) : []),
  ];
  return Promise.all(values.filter((value) => typeof value === "object" && value !== null));
}

function isHost(value: unknown): value is WebhookHost {
  const { handle, routes, listen, reload } = (value ?? {}) as Partial<WebhookHost>;
  return [handle, routes, listen, reload].every((method) => typeof method === "function");
}

/** What `definePlugin` made, of whichever copy of the package. */
function isPlugin(value: unknown): value is HostPlugin {
  return (
    typeof value === "object" &&
    value !== null &&
    Symbol.for("@clustaar/webhook-host/plugin") in value
  );
}

function nothingExported(module: Record<string, unknown>): UsageError {
  const names = Object.keys(module).filter((name) => name !== "default");
  return new UsageError(
    `the file exports neither a host nor a plugin${names.length > 0 ? ` (it exports ${names.join(", ")})` : ""}: write \`export const host = await createHost(...)\`, or \`export default definePlugin(...)\``,
  );
}
