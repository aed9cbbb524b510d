import { Webhook } from "@clustaar/webhook-core";
import { vi } from "vitest";
import { ask, type Mistaken } from "./run.ts";

/**
 * Loads a mistake's file in development mode and sends it what the platform would: what it says when it starts, over HTTP
 * and on the console meanwhile, a paragraph each.
 */
export async function play(path: string): Promise<string[]> {
  vi.stubEnv("CLUSTAAR_DEVELOPMENT", "1");
  const printed: string[] = [];
  for (const method of ["log", "warn", "error"] as const) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      printed.push(`console: ${values.map(firstLine).join(" ")}`);
    });
  }
  try {
    const mistaken = (await import(path)) as Mistaken;
    const { status, body } = await ask(mistaken);
    await settled(mistaken, body, printed);
    return [`HTTP: ${status} ${readable(body)}`, ...printed];
  } catch (error) {
    return [`start: ${firstLine(error)}`, ...printed];
  } finally {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  }
}

/** Waits for what speaks after the answer: `waitUntil` work, and the doctor of signatures. */
async function settled({ default: served }: Mistaken, body: string, printed: readonly string[]) {
  if (served instanceof Webhook) await served.idle();
  const hasDoctor = body.includes('"signature_');
  if (!hasDoctor) return;
  await vi.waitUntil(() => printed.length > 1, { timeout: 20_000, interval: 10 });
}

/** A stack names this machine's paths. */
function firstLine(value: unknown): string {
  return String(value).split("\n", 1)[0] ?? "";
}

function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    // Express shows a stack behind its message.
    return body.replace(/<br>.*/, "");
  }
}
