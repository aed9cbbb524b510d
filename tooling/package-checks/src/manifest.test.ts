import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { completedManifest, manifestProblems } from "./manifest.ts";
import {
  type Manifest,
  type PublicPackage,
  publicPackages,
  repositoryFolder,
} from "./workspace.ts";

const packages = publicPackages(repositoryFolder);

describe("every published package.json", () => {
  it.each(packages)("of $folder says where it lives and where its entries are", (one) => {
    expect(
      manifestProblems(one),
      `run \`npx -y pnpm@12 manifests\`, which writes these fields of packages/${one.folder}/package.json`,
    ).toEqual([]);
  });

  it.each(packages)("of $folder is left as it is by `pnpm manifests`", (one) => {
    expect(completedManifest(one)).toBe(readFileSync(join(one.path, "package.json"), "utf8"));
  });
});

/** A manifest with what is written by hand only. */
function written(exports: Manifest["exports"], rest: Partial<Manifest> = {}): PublicPackage {
  const manifest = { name: "@clustaar/example", version: "1.0.0", ...rest, exports } as Manifest;
  return { folder: "example", path: "", manifest };
}

const completed = (one: PublicPackage): PublicPackage => ({
  ...one,
  manifest: JSON.parse(completedManifest(one)) as Manifest,
});

describe("manifestProblems", () => {
  const root = { "@clustaar/source": "./src/index.ts" };
  const doctor = { "@clustaar/source": "./src/doctor/index.ts" };

  it("has nothing to say once the derived fields are written", () => {
    expect(manifestProblems(completed(written({ ".": root, "./doctor": doctor })))).toEqual([]);
    expect(manifestProblems(completed(written({ ".": root })))).toEqual([]);
  });

  it("names each place where a new subpath was forgotten", () => {
    const { manifest } = completed(written({ ".": root }));
    const grown = {
      ...manifest,
      exports: { ".": manifest.exports?.["."] ?? "", "./doctor": doctor },
    };
    const places = manifestProblems({ ...written({}), manifest: grown }).map(
      (problem) => problem.split(": ")[0],
    );
    expect(places).toEqual([
      "typesVersions",
      'exports["./doctor"]["import"]',
      'exports["./doctor"]["require"]',
      'exports["./package.json"]',
      'publishConfig["exports"]["./doctor"]',
    ]);
  });

  it("sees conditions in an order that never reaches CommonJS or the sources", () => {
    const { manifest } = completed(written({ ".": root }));
    const published = (manifest.publishConfig as { exports: Record<string, object> }).exports["."];
    const turned = {
      ".": { ...published, ...root },
      "./package.json": "./package.json",
    };
    expect(
      manifestProblems({ ...written({}), manifest: { ...manifest, exports: turned } }),
    ).toEqual(['exports["."]: expected the order @clustaar/source, import, require']);
  });

  it("sees a repository, homepage or bugs that a copied folder brought along", () => {
    const copied = { ...completed(written({ ".": root })), folder: "copy" };
    expect(manifestProblems(copied)).toEqual([
      expect.stringContaining("packages/copy#readme"),
      'repository["directory"]: expected "packages/copy", got "packages/example"',
    ]);
    const elsewhere = { bugs: { url: "https://github.com/somebody/else/issues" } };
    const moved = { ...copied.manifest, ...elsewhere };
    expect(manifestProblems({ ...copied, folder: "example", manifest: moved as Manifest })).toEqual(
      [
        'bugs["url"]: expected "https://github.com/clustaar/clustaar-webhooks-ts/issues", got "https://github.com/somebody/else/issues"',
      ],
    );
  });

  it("leaves a package without sources under `exports`, such as a command, its own entries", () => {
    const { manifest } = completed(written(undefined));
    expect(Object.keys(manifest)).toEqual(["name", "version", "homepage", "bugs", "repository"]);
  });
});
