import { testExamples } from "@clustaar/doc-examples";

// The README shows adapters at work, which depend on this package: tooling/guide-checks runs it.
testExamples(import.meta.url, { markdown: [] });
