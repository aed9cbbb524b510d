// Lints a file of bot actions: prints each broken limit with its path; exit status 1 when there is one.
import { readFile } from "node:fs/promises";
import { schemas } from "@clustaar/schemas";

const file = process.argv[2] ?? new URL("actions.json", import.meta.url);
const actions: unknown = JSON.parse(await readFile(file, "utf8"));
const result = schemas.webhook_step_reached_response.validate({ actions });

if (result.success) {
  console.log("No limit is broken.");
} else {
  for (const { path, message } of result.issues) console.log(`${path.join("/")}: ${message}`);
  process.exitCode = 1;
}
