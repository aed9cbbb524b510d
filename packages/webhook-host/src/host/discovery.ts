import { readFile, realpath } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf, WebhookConfigError } from "@clustaar/webhook-core/endpoint";
import { type HostPlugin, isPlugin } from "./plugin.ts";

/** A plugin that can be loaded: passed in code, or found in a package, whose module is imported only then. */
export interface Candidate {
  readonly name: string;
  /** Where it comes from, in words. */
  readonly from: string;
  /** Where its templates are if it does not say so itself. */
  readonly templates?: string;
  /** @throws whatever the module throws, and an Error when it defines no plugin of that name. */
  load(): Promise<HostPlugin>;
}

/** What an application's dependencies offer, and what is wrong with their manifests. */
export interface Discovered {
  readonly candidates: readonly Candidate[];
  readonly faults: readonly string[];
}

/**
 * Finds the plugins in the installed direct dependencies of an application: those whose `package.json` has
 * `"clustaar": { "webhooks": { "name": "./entry.js" } }`. Imports nothing.
 *
 * @param folder - holds the application's `package.json`; without one nothing is found.
 */
export async function discoverPlugins(folder: string): Promise<Discovered> {
  const manifest = await readManifest(join(folder, "package.json"));
  const names = dependenciesOf(manifest);
  const candidates: Candidate[] = [];
  const faults: string[] = [];
  for (const name of names) {
    const root = await findPackage(folder, name);
    if (root === undefined) continue;
    const webhooks = webhooksOf(await readManifest(join(root, "package.json")));
    if (webhooks === undefined) continue;
    if (typeof webhooks !== "object" || webhooks === null) {
      faults.push(
        `${name}: package.json: clustaar.webhooks: expected an object { "name": "./entry.js" }`,
      );
      continue;
    }
    for (const [plugin, entry] of Object.entries(webhooks)) {
      candidates.push(await candidateOf(name, root, plugin, entry));
    }
  }
  return { candidates, faults };
}

async function candidateOf(
  packageName: string,
  root: string,
  name: string,
  entry: unknown,
): Promise<Candidate> {
  const from = `the package ${packageName}`;
  return {
    name,
    from,
    templates: join(root, "templates"),
    async load() {
      const file = await entryFile(root, entry);
      const module: { default?: unknown } = await import(pathToFileURL(file).href);
      return pluginOf(module, name);
    },
  };
}

/** The plugin that a module exports by default; CommonJS built from ES modules has it one step further in. */
function pluginOf(module: { default?: unknown }, name: string): HostPlugin {
  const exported = module.default;
  const plugin = isPlugin(exported) ? exported : (exported as { default?: unknown })?.default;
  if (!isPlugin(plugin)) {
    throw new Error(
      "expected the module to export default definePlugin({ ... }), got something else",
    );
  }
  if (plugin.name !== name) {
    throw new Error(
      `the package lists it as "${name}", but it is defined as "${plugin.name}"; give both one name`,
    );
  }
  return plugin;
}

async function entryFile(root: string, entry: unknown): Promise<string> {
  if (typeof entry !== "string") {
    throw new Error('package.json: clustaar.webhooks: expected a path such as "./entry.js"');
  }
  const file = await realpath(resolve(root, entry));
  if (!file.startsWith((await realpath(root)) + sep)) {
    throw new Error(
      `package.json: clustaar.webhooks: expected a file of the package, got ${entry}`,
    );
  }
  return file;
}

async function readManifest(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WebhookConfigError(`createHost: ${file}: expected JSON: ${messageOf(error)}`);
  }
}

function dependenciesOf(manifest: unknown): string[] {
  const { dependencies, optionalDependencies } = Object(manifest) as Record<string, unknown>;
  const names = [
    ...Object.keys(Object(dependencies)),
    ...Object.keys(Object(optionalDependencies)),
  ];
  return [...new Set(names)].sort();
}

function webhooksOf(manifest: unknown): unknown {
  const { clustaar } = Object(manifest) as { clustaar?: { webhooks?: unknown } };
  return clustaar?.webhooks;
}

/** The folder of an installed package, looked for as Node does, from the application upwards. */
async function findPackage(folder: string, name: string): Promise<string | undefined> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const root = join(at, "node_modules", name);
    if ((await readManifest(join(root, "package.json"))) !== undefined) return root;
    if (at === dirname(at)) return undefined;
  }
}
