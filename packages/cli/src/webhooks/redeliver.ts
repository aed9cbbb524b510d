import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { withApplication } from "./application.ts";
import type { Redelivered } from "./deliveries-task.ts";

/**
 * Sends a delivery once more.
 *
 * @throws UsageError when another process has the store's file open, saying what can be done.
 */
export async function redeliverOne(
  io: Io,
  id: string,
  app: string | undefined,
): Promise<Redelivered> {
  try {
    return await withApplication(io, app, { do: "redeliver", id });
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    if (!(error instanceof UsageError) || cause?.code !== "store_locked") throw error;
    throw new UsageError(
      `${message}. While that process runs, only it can send again: have it call emitter.deliveries.redeliver("${id}"). Or stop it, run this command, and start it again; nothing that was accepted is lost.`,
    );
  }
}
