import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type ts from "typescript";
import { afterAll, beforeAll, describe, it } from "vitest";
import { findDocstringExamples, sourceFiles } from "./docstrings.ts";
import { undocumentedExports } from "./documented-exports.ts";
import { undocumentedMembers } from "./documented-members.ts";
import { type Example, placeOf } from "./example.ts";
import { instrument } from "./expected-output.ts";
import { hiddenOptions, typesWithExamples } from "./exported-types.ts";
import { findFences } from "./fences.ts";
import { failWith } from "./internal/fail-with.ts";
import { packageFolderOf, sourceEntries } from "./internal/package-folder.ts";
import { type RunnableExample, recorderName, runExample } from "./run-example.ts";
import { createProgram, typeProblems } from "./type-check.ts";

/** What {@link testExamples} looks at, and what the examples find in their environment. */
export interface ExampleOptions {
  /** Markdown files, relative to the package's folder; default `README.md`. */
  markdown?: string[];
  /** Whether the docstrings under `src` are checked and run too; default true. */
  docstrings?: boolean;
  /** Environment variables that every example sees, beside those of {@link defaultEnv}. */
  env?: Record<string, string>;
}

/** What a reader of the examples is told to set. */
const defaultEnv = {
  CLUSTAAR_PRIVATE_KEY: "example-private-key",
  CLUSTAAR_AUTH_USERNAME: "bot",
  CLUSTAAR_AUTH_PASSWORD: "s3cret",
  PRESERVICA_WEBHOOK_SECRET: "example-secret",
};

/**
 * Registers one test for every TypeScript example of the package around `moduleUrl`, in its README
 * and in its docstrings: each is compiled and run, and each `console.log(x); // 3` must print what
 * its comment says. Further tests list the exports that lack a docstring or
 * an example, the fields that lack a line, types with an example, and types of options that are not exported.
 *
 * @example
 * ```ts
 * // src/examples.test.ts of a package
 * import { testExamples } from "@clustaar/doc-examples";
 *
 * testExamples(import.meta.url);
 * ```
 */
export function testExamples(moduleUrl: string, options: ExampleOptions = {}): void {
  const { markdown = ["README.md"], docstrings = true, env = {} } = options;
  const folder = packageFolderOf(moduleUrl);
  const sourceFolder = join(folder, "src");
  const entries = docstrings ? sourceEntries(folder) : [];
  const pages = markdown.map((file) => readPage(folder, file));
  const sources = docstrings
    ? sourceFiles(sourceFolder).map((path) => findDocstringExamples(path, folder))
    : [];
  const found = [...pages, ...sources];
  const scratch = join(folder, ".readme-examples", `${process.pid}-${Date.now()}`);
  const modules = found
    .flatMap(({ examples }) => examples)
    .map((example, index) => layOut(scratch, example, index));
  let program: ts.Program | undefined;

  describe("examples", () => {
    beforeAll(() => {
      for (const module of modules) module.write();
      program = createProgram(folder, [...entries, ...modules.flatMap(({ typed }) => typed)]);
    });
    afterAll(() => {
      rmSync(scratch, { recursive: true, force: true });
      try {
        rmdirSync(dirname(scratch));
      } catch {
        // Another run of the same package still uses it.
      }
    });
    const compiled = (): ts.Program => {
      if (!program) throw new Error("The program is created before the tests.");
      return program;
    };

    it("can be found", () => {
      const empty = pages
        .filter(({ examples, optional }) => examples.length === 0 && !optional)
        .map(({ file }) => `${file}: expected at least one \`\`\`ts example`);
      failWith([...found.flatMap(({ problems }) => problems), ...empty]);
    });
    for (const { example, typed, runnable } of modules) {
      it(placeOf(example), async () => {
        failWith(
          typed.flatMap((path) =>
            typeProblems(compiled(), path, folder).map((text) =>
              renamed(text, example, path, folder),
            ),
          ),
        );
        if (example.run) await runExample(runnable, { ...defaultEnv, ...env });
      });
    }
    if (docstrings) {
      it("stand in the docstring of every export", () => {
        failWith(undocumentedExports(compiled(), entries, sourceFolder, folder));
      });
      it("are not needed on a type: each field has its own line, which the hover shows", () => {
        const silent = entries.flatMap((entry) =>
          undocumentedMembers(compiled(), entry, sourceFolder),
        );
        failWith([
          ...[...new Set(silent)].map((name) => `${name}: no line that says what it means`),
          ...typesWithExamples(compiled(), entries, sourceFolder).map(
            (name) => `${name}: an example on a type; put it on a function, or leave it out`,
          ),
          ...hiddenOptions(compiled(), entries, sourceFolder).map(
            (name) => `expected an entry to export ${name}`,
          ),
        ]);
      });
    }
  });
}

interface Page {
  file: string;
  examples: Example[];
  problems: string[];
  /** Guides may be prose alone; a README shows its package at work. */
  optional: boolean;
}

function readPage(folder: string, name: string): Page {
  const path = join(folder, name);
  const file = name.replace(/^(\.\.\/)+/, "");
  const optional = !file.endsWith("README.md");
  if (!existsSync(path)) return { file, examples: [], problems: [`${file} is missing`], optional };
  return { file, optional, ...findFences(readFileSync(path, "utf8"), file) };
}

interface ExampleModule {
  example: Example;
  /** The example as written, for the compiler; then what a reader sees of it, if some is hidden. */
  typed: string[];
  runnable: RunnableExample;
  write(): void;
}

function layOut(scratch: string, example: Example, index: number): ExampleModule {
  const name = `${index}-${example.file.replace(/[^\w]+/g, "-")}`;
  const texts = [example.code, ...(example.shown === undefined ? [] : [example.shown])];
  const typed = texts.map((_, part) => join(scratch, `${name}${part === 0 ? "" : ".shown"}.ts`));
  const path = join(scratch, `${name}.run.ts`);
  const { code, expected } = instrument(example.code, example.line, recorderName);
  // Blank lines in front, so that the compiler's and the stack's lines are those of the file.
  const asModule = (text: string) => `${"\n".repeat(example.line - 1)}${text}\nexport {};\n`;
  return {
    example,
    typed,
    runnable: { example, path, expected },
    write() {
      mkdirSync(scratch, { recursive: true });
      texts.forEach((text, part) => {
        writeFileSync(typed[part] as string, asModule(text));
      });
      if (example.run) writeFileSync(path, asModule(code));
    },
  };
}

function renamed(text: string, example: Example, typed: string, folder: string): string {
  return text.replaceAll(relative(folder, typed).split(sep).join("/"), example.file);
}
