import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { kindOf, nearest, WebhookConfigError } from "@clustaar/webhook-core/endpoint";
import Mustache from "mustache";

/**
 * Renders a Mustache template of the plugin's own folder.
 *
 * @param name - its file without `.mustache`; `mail/index` is in a folder below.
 * @param view - what the tags stand for; texts are escaped for HTML, unless the tag is `{{{name}}}`.
 * @throws Error when there is no such template, naming the nearest.
 */
export type Render = (name: string, view?: object) => string;

const EXTENSION = ".mustache";
const NAME = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/**
 * Makes the renderer of one plugin; its templates stay in memory, or are read again each time in development.
 *
 * @param folder - undefined: the plugin has none, and rendering throws.
 */
export function renderer(
  plugin: string,
  folder: string | undefined,
  options: { readonly isDevelopment: boolean },
): Render {
  const writer = new Mustache.Writer();
  const texts = new Map<string, string>();
  const load = (name: string): string => {
    const kept = options.isDevelopment ? undefined : texts.get(name);
    if (kept !== undefined) return kept;
    const text = readTemplate(plugin, folder, name);
    texts.set(name, text);
    return text;
  };
  return (name, view = {}) => writer.render(load(name), view, load);
}

/**
 * Reads where a plugin says its templates are.
 *
 * @throws WebhookConfigError `config_invalid` for anything but a path or a `file:` URL.
 */
export function templateFolder(plugin: string, templates: unknown): string {
  if (templates instanceof URL && templates.protocol === "file:") return fileURLToPath(templates);
  if (typeof templates === "string" && templates !== "") {
    return templates.startsWith("file:") ? fileURLToPath(templates) : resolve(templates);
  }
  throw new WebhookConfigError(
    `definePlugin(${plugin}): templates: expected a folder such as new URL("./templates/", import.meta.url), got ${kindOf(templates)}`,
  );
}

function readTemplate(plugin: string, folder: string | undefined, name: string): string {
  if (folder === undefined) {
    throw new Error(
      `render("${name}"): the plugin "${plugin}" has no templates; give definePlugin templates: new URL("./templates/", import.meta.url)`,
    );
  }
  if (typeof name !== "string" || !NAME.test(name) || name.split("/").some(isDots)) {
    throw new Error(
      `render: expected the name of a template such as "index" or "mail/index", got ${JSON.stringify(name)}`,
    );
  }
  const file = realPath(join(folder, name + EXTENSION));
  // A link may lead out of the folder.
  if (file === undefined || !file.startsWith(`${realPath(folder)}${sep}`)) {
    throw new Error(
      `render: the plugin "${plugin}" has no template "${name}"${hint(folder, name)}`,
    );
  }
  return readFileSync(file, "utf8");
}

function isDots(part: string): boolean {
  return /^\.+$/.test(part);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function hint(folder: string, name: string): string {
  let files: string[];
  try {
    files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return `; there is no folder ${folder}`;
  }
  const names = files
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => file.slice(0, -EXTENSION.length).replaceAll(sep, "/"));
  const meant = nearest(name, names);
  if (meant !== undefined) return `; did you mean "${meant}"?`;
  return `; the templates are ${names.length === 0 ? "none" : names.sort().join(", ")}`;
}
