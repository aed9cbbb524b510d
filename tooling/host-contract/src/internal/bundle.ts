import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";

export const root = join(import.meta.dirname, "../../../..");

/** What stands for the page's `./webhook.ts` while it is tested. */
export const testedWebhook = join(import.meta.dirname, "../guests/remote-webhook.ts");

/** The sections of `docs/hosts.md` that have glue in TypeScript. */
export function headings(): string[] {
  const page = readFileSync(join(root, "docs/hosts.md"), "utf8");
  return page.split(/^## /m).flatMap((section) => {
    return /^```ts$/m.test(section) ? [section.slice(0, section.indexOf("\n"))] : [];
  });
}

/** The glue of one host: the first TypeScript of a section of `docs/hosts.md`. */
export function glueOf(heading: string): string {
  const page = readFileSync(join(root, "docs/hosts.md"), "utf8");
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  const code = section && /^```ts\n([\s\S]*?)^```/m.exec(section)?.[1];
  if (!code) throw new Error(`docs/hosts.md: expected a section "${heading}" with TypeScript`);
  return code;
}

function optionsFor(remote: string) {
  return {
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "es2022",
    conditions: ["@clustaar/source", "module"],
    define: { "process.env.REMOTE_ENDPOINT": JSON.stringify(remote) },
  } satisfies BuildOptions;
}

/**
 * Bundles glue as it is, with the webhook of the tests for `./webhook.ts`, into one ES module.
 *
 * @param external - packages that the host loads by itself.
 */
export async function bundle(
  glue: string,
  remote: string,
  { port, external = [] }: { port?: number; external?: string[] } = {},
): Promise<string> {
  const { outputFiles } = await build({
    ...optionsFor(remote),
    stdin: {
      contents: port === undefined ? glue : glue.replace(/\b3000\b/, String(port)),
      loader: "ts",
      resolveDir: join(import.meta.dirname, ".."),
    },
    external: ["cloudflare:*", ...external],
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    plugins: [
      {
        name: "webhook of the tests",
        setup({ onResolve }) {
          onResolve({ filter: /^\.\/webhook\.ts$/ }, () => ({ path: testedWebhook }));
        },
      },
    ],
  });
  return outputFiles[0]?.text ?? "";
}

/** Bundles the webhook of the tests, or a package of ours, for an app that imports it. */
export async function bundleImport(remote: string, imported: string): Promise<string> {
  const { outputFiles } = await build({
    ...optionsFor(remote),
    stdin: {
      contents: `export * from ${JSON.stringify(imported)};`,
      resolveDir: import.meta.dirname,
    },
  });
  return outputFiles[0]?.text ?? "";
}
