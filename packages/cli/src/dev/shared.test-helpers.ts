import { inject } from "vitest";
import { buildPageWith } from "./assets.ts";

/** Asks for what all test files share; see `vitest.setup.ts`. */
export async function shared(name: "browser" | "assets"): Promise<string> {
  const response = await fetch(`${inject("cliShared")}/${name}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** Has the dev servers of this test file serve the page that is built once for all of them. */
export function sharePage(): void {
  buildPageWith(async () => {
    const files = JSON.parse(await shared("assets")) as [
      name: string,
      file: { type: string; content: string },
    ][];
    return new Map(
      files.map(([name, { type, content }]) => [
        name,
        { type, content: Buffer.from(content, "base64") },
      ]),
    );
  });
}
