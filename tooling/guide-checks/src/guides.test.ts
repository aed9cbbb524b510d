import { testExamples } from "@clustaar/doc-examples";
import { repositoryFiles } from "./repository.ts";

const guides = repositoryFiles()
  .filter((file) => /^docs\/.*\.md$/.test(file))
  .sort();

testExamples(import.meta.url, {
  // The core's README shows adapters, which depend on the core: it cannot run in the package itself.
  markdown: ["README.md", "packages/webhook-core/README.md", ...guides].map(
    (file) => `../../${file}`,
  ),
  docstrings: false,
});
