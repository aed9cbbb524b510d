import { testExamples } from "@clustaar/doc-examples";

testExamples(import.meta.url);
