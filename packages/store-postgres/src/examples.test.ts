import { testExamples } from "@clustaar/doc-examples";
import { describe } from "vitest";
import { postgres } from "./server.test-helpers.ts";

describe.skipIf(postgres.absent)(
  `with PostgreSQL${postgres.absent ? ` (${postgres.absent})` : ""}:`,
  () => {
    testExamples(import.meta.url, { env: { DATABASE_URL: postgres.url } });
  },
);
