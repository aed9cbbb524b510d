// Runs in a process of its own: loads the user's file, opens its host, tells the parent, and closes when it is told to.
import type { WebhookHost } from "@clustaar/webhook-host";
import { UsageError } from "../failures.ts";
import { failureReport } from "../loading/failure-report.ts";
import { hostOf } from "./host-of.ts";
import type { ChildMessage, HostTask, ParentMessage } from "./host-task.ts";

/** Milliseconds for closing when the parent is gone. */
const ORPHANED = 10_000;
/** What is being answered, the close hooks, and then chat and database have a deadline each. */
const STEPS = 3;

const [fileUrl = ""] = process.argv.slice(2);
let host: WebhookHost | undefined;
let isReady = false;

function tell(message: ChildMessage, then: () => void = () => {}): void {
  if (process.connected) process.send?.(message, () => then());
  else then();
}

function fail(error: unknown): void {
  tell({ type: "failed", ...failureReport(error) }, () => close(ORPHANED, 1));
}

async function open({ listen }: HostTask): Promise<void> {
  const module = fileUrl === "" ? undefined : await import(fileUrl);
  host = await hostOf(module, process.cwd());
  const address = listen === null ? null : await listenAt(host, listen);
  isReady = true;
  tell({ type: "ready", report: { address, plugins: host.plugins, routes: host.routes() } });
}

async function listenAt(opened: WebhookHost, wish: NonNullable<HostTask["listen"]>) {
  const address = await opened.listen(wish).catch((error: Error) => {
    throw new UsageError(error.message);
  });
  const { port } = wish;
  if (port === undefined || port === 0 || port === address.port) return address;
  throw new UsageError(
    `--port ${port}: the file listens on port ${address.port} itself; leave one of them out`,
  );
}

async function close(deadline: number, status = 0): Promise<void> {
  await host?.close({ deadline: Math.floor(deadline / STEPS) });
  process.exit(status);
}

// In a terminal Ctrl-C reaches this process, too: the parent says when to close, and for how long.
for (const ending of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(ending, () => {});
// Nobody reads what is printed once the parent is gone: what cannot be written must not be a failure that is printed, in turn.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
// The parent is gone, killed perhaps: nobody would end this process any more.
process.on("disconnect", () => close(ORPHANED));
process.on("uncaughtException", (error) => {
  // Once it runs, the fault of one request does not end what the others are doing; before, there is nothing to keep.
  if (isReady) console.error(error);
  else fail(error);
});
process.on("message", (message: ParentMessage) => {
  if (message.type === "open") open(message.task).catch(fail);
  else close(message.deadline);
});
