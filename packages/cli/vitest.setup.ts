// What the test files of this package share: one browser, and one build of the page. Each is made when it is first asked for.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type BrowserServer, chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { type Assets, loadAssets } from "./src/dev/assets.ts";
import { chromiumPath } from "./src/dev/chromium-path.test-helpers.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where what the test files share is asked for. */
    cliShared: string;
  }
}

function launch(): Promise<BrowserServer> {
  return chromium.launchServer({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      // A name that an attacker has rebound to this machine.
      "--host-resolver-rules=MAP rebound.example 127.0.0.1",
      // Pictures are the same on every machine.
      "--font-render-hinting=none",
      "--disable-lcd-text",
      "--force-color-profile=srgb",
    ],
  });
}

function asJson(assets: Assets): string {
  const files = [...assets].map(([name, { type, content }]) => [
    name,
    { type, content: Buffer.from(content).toString("base64") },
  ]);
  return JSON.stringify(files);
}

/** Runs before the first test file; what it gives runs after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let browser: Promise<BrowserServer> | undefined;
  let assets: Promise<string> | undefined;
  const parts: Readonly<Record<string, () => Promise<string>>> = {
    "/browser": async () => {
      browser ??= launch();
      return (await browser).wsEndpoint();
    },
    "/assets": async () => {
      assets ??= loadAssets().then(asJson);
      return assets;
    },
  };
  const server = createServer((request, response) => {
    parts[request.url ?? ""]?.().then(
      (text) => response.end(text),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  project.provide("cliShared", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    await (await browser)?.close();
  };
}
