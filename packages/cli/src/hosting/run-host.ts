import { relative } from "node:path";
import { findFile, usualFile, usualPlaces } from "../dev/find-file.ts";
import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { aborted, interruptible } from "../signals.ts";
import { HostProcess } from "./host-process.ts";
import type { HostReport, ListenWish } from "./host-task.ts";

const names = ["host", "plugin"];
const places = usualPlaces(
  "host",
  names.flatMap((name) => [name, `src/${name}`]),
);

/** What a host is, and the file that it comes from; null: the application's dependencies were looked through. */
export interface FoundHost extends HostReport {
  readonly file: string | null;
}

/** Milliseconds for closing a host that was only looked at. */
const LOOKED_AT = 10_000;

/** Opens a host, looks at it, and closes it. */
export async function lookAtHost(io: Io, given: string | undefined): Promise<FoundHost> {
  const file = fileOf(io, given);
  return interruptible(io, async (signal) => {
    const child = new HostProcess(io, file);
    try {
      const report = await Promise.race([child.open({ listen: null }), interrupted(signal)]);
      return found(io, file, report);
    } finally {
      await child.close(LOOKED_AT, signal);
    }
  });
}

/** How a host is run. */
export interface RunHostOptions {
  readonly file: string | undefined;
  readonly listen: ListenWish;
  /** Milliseconds for closing it. */
  readonly deadline: number;
  /** Called once it listens. */
  readonly onListening: (host: FoundHost) => void;
}

/**
 * Runs a host until this process is asked to end, then closes it; a second request ends it at once. Gives whether it was
 * closed in time.
 *
 * @throws UsageError when it cannot be opened, or its process ends by itself.
 */
export async function runHost(io: Io, options: RunHostOptions): Promise<boolean> {
  const file = fileOf(io, options.file);
  return interruptible(io, async (signal) => {
    const child = new HostProcess(io, file);
    const close = () => interruptible(io, (hurry) => child.close(options.deadline, hurry));
    try {
      const report = await Promise.race([child.open({ listen: options.listen }), aborted(signal)]);
      if (report === undefined) return close();
      options.onListening(found(io, file, report));
      const how = await Promise.race([child.ended, aborted(signal)]);
      if (how === undefined) return close();
      throw new UsageError(`the process of the host ended by itself (${how})`);
    } catch (error) {
      await close();
      throw error;
    }
  });
}

function fileOf(io: Io, given: string | undefined): string | null {
  if (given !== undefined) return findFile(io.cwd, given, places);
  return usualFile(io.cwd, places) ?? null;
}

function found({ cwd }: Io, file: string | null, report: HostReport): FoundHost {
  return { ...report, file: file === null ? null : relative(cwd, file) };
}

async function interrupted(signal: AbortSignal): Promise<never> {
  await aborted(signal);
  throw new UsageError("interrupted");
}
