import { testExamples } from "@clustaar/doc-examples";
import { repositoryFiles } from "./repository.ts";

const guides = repositoryFiles()
  // The glue of hosts runs on these hosts: in tooling/host-contract.
  .filter((file) => /^docs\/.*\.md$/.test(file) && file !== "docs/hosts.md")
  .sort();

testExamples(import.meta.url, {
  // The core's README shows adapters, which depend on the core: it cannot run in the package itself.
  markdown: ["README.md", "packages/webhook-core/README.md", ...guides].map(
    (file) => `../../${file}`,
  ),
  docstrings: false,
});
