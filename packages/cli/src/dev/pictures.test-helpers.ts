import type { Buffer } from "node:buffer";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import pixelmatch from "pixelmatch";
import type { Locator, Page } from "playwright-core";
import { PNG } from "pngjs";
import { packageRoot } from "./package-root.ts";

const expectedFolder = join(packageRoot(), "src/dev/__pictures__");
/** Where a picture that differs is written; Git ignores it. */
const failedFolder = join(packageRoot(), "tmp-pictures");
const updates = process.env.UPDATE_PICTURES === "1";
const howToUpdate =
  "to accept how it looks now: npx -y pnpm@12 --filter @clustaar/cli test:pictures";

/** Pixels that may differ in any square of 16 by 16: fewer than a letter, more than another rounding of an edge. */
const MOST_DIFFERENT = 6;

/** Pixels around an element, for what its shadow draws outside. */
const EDGE = 4;

/** Two pictures that were compared. */
export interface Compared {
  /** What is not the same, in words; undefined: nothing that counts. */
  readonly difference: string | undefined;
  /** The differing pixels in red; undefined where the sizes differ. */
  readonly marked: Buffer | undefined;
}

/** Compares two PNG files: scattered rounding is let through, a letter that changed is not. */
export function comparePictures(actual: Buffer, expected: Buffer): Compared {
  const [now, before] = [PNG.sync.read(actual), PNG.sync.read(expected)];
  const { width, height } = before;
  if (now.width !== width || now.height !== height) {
    return {
      difference: `expected ${width} by ${height} pixels, got ${now.width} by ${now.height}`,
      marked: undefined,
    };
  }
  const marked = new PNG({ width, height });
  const count = pixelmatch(before.data, now.data, marked.data, width, height, { windowSize: 16 });
  return {
    difference:
      count > MOST_DIFFERENT
        ? `expected at most ${MOST_DIFFERENT} differing pixels in a square of 16 by 16, got ${count}`
        : undefined,
    marked: PNG.sync.write(marked),
  };
}

/** A picture of an element that the window has room for, as PNG. */
export async function takePicture(element: Locator): Promise<Buffer> {
  const page = element.page();
  // Nothing is hovered over, and nothing has the focus.
  await page.mouse.move(0, 0);
  await page.evaluate("document.activeElement?.blur()");
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (box === null) throw new Error("the element that a picture is taken of is not to be seen");
  const clip = {
    x: Math.max(0, Math.floor(box.x) - EDGE),
    y: Math.max(0, Math.floor(box.y) - EDGE),
    width: Math.ceil(box.width) + 2 * EDGE,
    height: Math.ceil(box.height) + 2 * EDGE,
  };
  return page.screenshot({ clip, animations: "disabled" });
}

/**
 * Holds an element against the picture of that name in `__pictures__`; with `UPDATE_PICTURES=1` it becomes that picture.
 * What differs is written to `tmp-pictures`, beside the differing pixels in red.
 */
export async function expectPicture(element: Locator, name: string): Promise<void> {
  const actual = await takePicture(element);
  const file = join(expectedFolder, `${name}.png`);
  const failed = join(failedFolder, name);
  for (const kind of ["actual", "difference"]) rmSync(`${failed}.${kind}.png`, { force: true });
  const isThere = existsSync(file);
  const { difference, marked } = isThere
    ? comparePictures(actual, readFileSync(file))
    : { difference: "there is none yet", marked: undefined };
  if (difference === undefined) return;
  if (updates) {
    write(file, actual);
    return;
  }
  write(`${failed}.actual.png`, actual);
  if (marked !== undefined) write(`${failed}.difference.png`, marked);
  const places = [file, `${failed}.actual.png`, `${failed}.difference.png`].filter(existsSync);
  const shown = places.map((place) => relative(process.cwd(), place)).join("\n  ");
  throw new Error(`the picture ${name}: ${difference}; look at\n  ${shown}\n${howToUpdate}`);
}

function write(file: string, content: Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const require = createRequire(import.meta.url);

function fontFace(family: string, name: string): string {
  const path = `@fontsource-variable/${name}/files/${name}-latin-wght-normal.woff2`;
  const font = readFileSync(require.resolve(path)).toString("base64");
  return `@font-face { font-family: "${family}"; font-weight: 100 900; src: url(data:font/woff2;base64,${font}); }`;
}

/**
 * Gives a page the fonts of the pictures, in place of whatever the machine has. Its policy must be off. They hold the letters
 * of western Europe: for another character the machine's own font would be taken, and the picture would differ elsewhere.
 */
export async function usePictureFonts(page: Page): Promise<void> {
  const faces = [fontFace("Picture Sans", "inter"), fontFace("Picture Mono", "jetbrains-mono")];
  const rules =
    ':root { font-family: "Picture Sans" !important; --mono: "Picture Mono" !important; }';
  await page.addStyleTag({ content: [...faces, rules].join("\n") });
  await page.evaluate(`Promise.all(['1em "Picture Sans"', '600 1em "Picture Sans"', '1em "Picture Mono"']
    .map((font) => document.fonts.load(font)))`);
}
