import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { glueOf, headings } from "./internal/bundle.ts";
import { scratch } from "./internal/process-guest.ts";

/** Nitro 2 looks for its own h3 in the app, where npm puts it. */
const nitro = createRequire(createRequire(import.meta.url).resolve("nitropack/package.json"));
const h3 = dirname(nitro.resolve("h3/package.json"));

const settings: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  customConditions: ["@clustaar/source"],
  allowImportingTsExtensions: true,
  experimentalDecorators: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ["node"],
};

const webhook = `import { Webhook } from "@clustaar/webhook-core";
export const webhook = new Webhook({ privateKey: () => process.env.CLUSTAAR_PRIVATE_KEY });
`;
/** As SvelteKit writes it. */
const kit = `export type { RequestHandler } from "@sveltejs/kit";
`;
/** What two runtimes declare, as far as the glue goes. */
const runtimes = `type Handler = (request: Request, given: object) => Response | Promise<Response>;
declare const Deno: { serve(options: { port: number }, handler: Handler): unknown };
declare const Bun: { serve(options: { port: number; fetch: Handler }): unknown };
`;

/** Milliseconds for the types of all frameworks, on a busy machine. */
const timeout = 240_000;

it("compiles the glue of each host, with a key that is asked for later", { timeout }, () => {
  const folder = join(scratch, ".guest-types");
  const files = headings().map((heading) => {
    const glue = glueOf(heading);
    const place = /^\/\/ (\S+\.ts)\n/.exec(glue)?.[1] ?? "server.ts";
    const path = join(folder, heading.replaceAll(/\W+/g, "-"), place);
    const imported = /from "(\.{1,2}\/[^"]*webhook)(?:\.ts)?"/.exec(glue)?.[1] ?? "";
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(join(dirname(path), "$types.d.ts"), kit);
    writeFileSync(join(dirname(path), `${imported}.ts`), webhook);
    writeFileSync(path, glue);
    return path;
  });
  mkdirSync(join(folder, "Nitro-2/node_modules"));
  symlinkSync(h3, join(folder, "Nitro-2/node_modules/h3"), "dir");
  const globals = join(folder, "runtimes.d.ts");
  writeFileSync(globals, runtimes);
  try {
    const program = ts.createProgram([...files, globals], settings);
    const errors = files.flatMap((path) => {
      const source = program.getSourceFile(path);
      const found = ts.getPreEmitDiagnostics(program, source);
      return found.map(({ messageText }) => {
        return `${relative(folder, path)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      });
    });
    expect(errors).toEqual([]);
    expect(files).not.toHaveLength(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
