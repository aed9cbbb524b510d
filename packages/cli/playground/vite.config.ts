import preact from "@preact/preset-vite";
import { defaultClientConditions, defineConfig } from "vite";

/** The page of `clustaar dev`: built into the package, and served from memory. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  // The page is built from the packages' sources: nothing has to be built before it.
  resolve: { conditions: ["@clustaar/source", ...defaultClientConditions] },
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false })],
  build: {
    outDir: "../dist/playground",
    emptyOutDir: true,
    // A strict Content-Security-Policy takes no inline script and no data: image.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
