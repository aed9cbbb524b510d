import type { Mistake, Path } from "./fields.ts";
import type { WebhookSettings } from "./settings.ts";

/** The ids of webhooks that are registered at run time begin so. */
const OF_THE_STORE = /^whk_/;

/** Refuses names that cannot tell the webhooks of a file or of code apart: their deliveries are kept by them. */
export function checkNames(
  settings: readonly (WebhookSettings | undefined)[],
  base: Path,
  mistakes: Mistake[],
): void {
  const seen = new Set<string>();
  for (const [at, one] of settings.entries()) {
    if (!one || one.name === null) continue;
    const wrong = (message: string) => mistakes.push({ path: [...base, at, "name"], message });
    if (seen.has(one.name)) {
      wrong(`the name ${JSON.stringify(one.name)} is there twice; deliveries are kept by it`);
    }
    if (OF_THE_STORE.test(one.name)) {
      wrong(
        "expected a name that does not begin with whk_, as the ids of webhooks in the store do",
      );
    }
    seen.add(one.name);
  }
}
