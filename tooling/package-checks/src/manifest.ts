import type { Manifest, PublicPackage } from "./workspace.ts";

/** Where the sources live; npm refuses provenance for a package whose `repository` names another place. */
const repositoryUrl = "https://github.com/clustaar/clustaar-webhooks-ts";

/** The condition under which a subpath names its source, for tests and tools inside the repository. */
const sourceCondition = "@clustaar/source";

/** One key of `exports`: what users get, behind the source that only the repository has. */
type ExportTarget = string | Record<string, unknown>;

/**
 * What a package.json says a second time. The package's folder and the sources under
 * `exports[subpath]["@clustaar/source"]` are written by hand; these fields follow from them.
 */
function derivedFields({ folder, manifest }: PublicPackage): Record<string, unknown> {
  return {
    homepage: `${repositoryUrl}/tree/main/packages/${folder}#readme`,
    bugs: { url: `${repositoryUrl}/issues` },
    repository: {
      type: "git",
      url: `git+${repositoryUrl}.git`,
      directory: `packages/${folder}`,
    },
    ...entryFields(manifest),
  };
}

function entryFields({ exports, publishConfig }: Manifest): Record<string, unknown> {
  const sources = Object.entries(exports ?? {}).flatMap(([subpath, target]) => {
    const source = typeof target === "object" ? target[sourceCondition] : undefined;
    return source === undefined ? [] : [{ subpath, source, name: entryName(subpath) }];
  });
  if (sources.length === 0) return {};
  const published = new Map(sources.map(({ subpath, name }) => [subpath, publishedTarget(name)]));
  const others = Object.entries(exports ?? {}).filter(([subpath]) => !published.has(subpath));
  const subpaths = sources.filter(({ subpath }) => subpath !== ".");
  return {
    main: "./dist/index.cjs",
    module: "./dist/index.js",
    types: "./dist/index.d.ts",
    // For TypeScript's old resolution, which does not read `exports`.
    typesVersions:
      subpaths.length === 0
        ? undefined
        : {
            "*": Object.fromEntries(
              subpaths.map(({ name }): [string, string[]] => [name, [`./dist/${name}.d.ts`]]),
            ),
          },
    exports: Object.fromEntries([
      ...sources.map(({ subpath, source }): [string, ExportTarget] => [
        subpath,
        { [sourceCondition]: source, ...published.get(subpath) },
      ]),
      ...others,
      ["./package.json", "./package.json"],
    ]),
    publishConfig: {
      ...publishConfig,
      access: "public",
      exports: Object.fromEntries([...published, ...others, ["./package.json", "./package.json"]]),
    },
  };
}

/** The name of a subpath's entry in the build: `index` for the root, `testing` for `./testing`. */
function entryName(subpath: string): string {
  return subpath === "." ? "index" : subpath.replace("./", "");
}

function publishedTarget(name: string): Record<string, unknown> {
  return {
    import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
    require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
  };
}

/** What a package.json says differently from what follows from its folder and its sources, one line a place. */
export function manifestProblems(one: PublicPackage): string[] {
  const actual = one.manifest as unknown as Record<string, unknown>;
  return Object.entries(derivedFields(one)).flatMap(([field, wanted]) =>
    differences(field, actual[field], wanted),
  );
}

function differences(place: string, actual: unknown, wanted: unknown): string[] {
  if (JSON.stringify(actual) === JSON.stringify(wanted)) return [];
  if (!isObject(actual) || !isObject(wanted)) {
    return [`${place}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(actual)}`];
  }
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(actual)])];
  const inner = keys.flatMap((key) => differences(`${place}["${key}"]`, actual[key], wanted[key]));
  // The order of conditions decides which one is taken.
  return inner.length > 0
    ? inner
    : [`${place}: expected the order ${Object.keys(wanted).join(", ")}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The order of fields that every package.json here has. */
const order = [
  "name",
  "version",
  "private",
  "description",
  "keywords",
  "homepage",
  "bugs",
  "repository",
  "license",
  "type",
  "sideEffects",
  "engines",
  "bin",
  "main",
  "module",
  "types",
  "typesVersions",
  "exports",
  "publishConfig",
  "files",
  "scripts",
];

/** The package.json as text, with its derived fields written. */
export function completedManifest(one: PublicPackage): string {
  const fields: Record<string, unknown> = { ...one.manifest, ...derivedFields(one) };
  const rank = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length);
  const sorted = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => rank(a) - rank(b));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}
