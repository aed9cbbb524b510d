import { testExamples } from "@clustaar/doc-examples";
import { repositoryFiles } from "./repository.ts";

const guides = repositoryFiles()
  .filter((file) => /^docs\/.*\.md$/.test(file))
  .sort();

testExamples(import.meta.url, {
  markdown: ["README.md", ...guides].map((file) => `../../${file}`),
  docstrings: false,
});
