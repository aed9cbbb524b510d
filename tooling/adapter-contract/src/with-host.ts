import { type MockInstance, vi } from "vitest";
import type { ContractHost, Mounted, Setup } from "./host.ts";

/** One thing every adapter does, shown on a host. */
export type Case = (host: ContractHost) => Promise<void>;

/** Mounts, runs and closes, whatever happens. */
export async function withMounted(
  host: ContractHost,
  setup: Setup | Setup["endpoints"][string],
  run: (mounted: Mounted) => Promise<void>,
): Promise<void> {
  const mounted = await host.mount(
    "endpoints" in setup ? setup : { endpoints: { "/webhook": setup } },
  );
  try {
    await run(mounted);
  } finally {
    await mounted.close();
  }
}

/** Runs with a console that prints no errors, for cases in which adapters have to write some. */
export async function withoutErrors(
  run: (log: MockInstance<typeof console.error>) => Promise<void>,
): Promise<void> {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  try {
    await run(log);
  } finally {
    log.mockRestore();
  }
}
