import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Bundler, bundlers } from "./bundlers.ts";
import type { Report } from "./report.ts";

/** What somebody imports, and the kilobytes that it may take, minified and compressed. */
interface Use {
  readonly what: string;
  readonly source: string;
  readonly most: number;
}

const core = "@clustaar/webhook-core";

/** The least that is worth having by itself, a whole bot, and everything. */
const uses: readonly Use[] = [
  { what: "one builder", source: `export { sendTextAction } from "${core}";`, most: 8 },
  { what: "the limits", source: `export { limits } from "${core}";`, most: 8 },
  { what: "an error", source: `export { HttpError } from "${core}";`, most: 2 },
  {
    what: "one signature scheme",
    source: `export { github } from "${core}/signatures";`,
    most: 5,
  },
  { what: "all schemas", source: `export { schemas } from "@clustaar/schemas";`, most: 30 },
  {
    what: "a bot behind the fetch adapter",
    source: `
      import { fetchAdapter } from "@clustaar/adapter-fetch";
      import { events, sendTextAction, stepReachedResponse, Webhook } from "${core}";
      const webhook = new Webhook({ privateKey: process.env.PRIVATE_KEY });
      webhook.on(events.CONVERSATION_STEP_REACHED, () =>
        stepReachedResponse({ actions: [sendTextAction({ alternatives: ["Hello"] })] }),
      );
      export default { fetch: fetchAdapter(webhook) };
    `,
    most: 70,
  },
];

/** What users bundle, in a project that has the packages installed: every use with every bundler. */
export async function checkBundles(report: Report, project: string): Promise<void> {
  const folder = join(project, "bundles");
  mkdirSync(folder, { recursive: true });
  for (const [index, { what, source, most }] of uses.entries()) {
    const entry = join(folder, `use-${index}.mjs`);
    writeFileSync(entry, source);
    for (const [name, bundle] of Object.entries(bundlers)) {
      await report.check(`bundle ${what}, ${name}`, () => checkSize(bundle, entry, most));
    }
  }
}

async function checkSize(bundle: Bundler, entry: string, most: number): Promise<string> {
  const size = gzipSync(await bundle(entry)).length / 1000;
  if (size > most) {
    throw new Error(`expected at most ${most} kB, minified and compressed, got ${size.toFixed(1)}`);
  }
  return `${size.toFixed(1)} kB, at most ${most}`;
}
