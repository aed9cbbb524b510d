import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

export const root = join(import.meta.dirname, "../../../..");

/** The glue of one host: the first TypeScript of a section of `docs/hosts.md`. */
export function glueOf(heading: string): string {
  const page = readFileSync(join(root, "docs/hosts.md"), "utf8");
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  const code = section && /^```ts\n([\s\S]*?)^```/m.exec(section)?.[1];
  if (!code) throw new Error(`docs/hosts.md: expected a section "${heading}" with TypeScript`);
  return code;
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
    stdin: {
      contents: port === undefined ? glue : glue.replace(/\b3000\b/, String(port)),
      loader: "ts",
      resolveDir: join(import.meta.dirname, ".."),
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "es2022",
    conditions: ["@clustaar/source", "module"],
    external: ["cloudflare:*", ...external],
    define: { "process.env.REMOTE_ENDPOINT": JSON.stringify(remote) },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    plugins: [
      {
        name: "webhook of the tests",
        setup({ onResolve }) {
          const path = join(import.meta.dirname, "../guests/remote-webhook.ts");
          onResolve({ filter: /^\.\/webhook\.ts$/ }, () => ({ path }));
        },
      },
    ],
  });
  return outputFiles[0]?.text ?? "";
}
