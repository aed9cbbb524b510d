import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot, runsFromSource } from "../dev/package-root.ts";
import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import { plainMessage } from "./plain-message.ts";
import type { Task, TaskMessage, TaskResults } from "./task.ts";

/** Which file is loaded, and with what in its environment. */
export interface ChildOptions {
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the process at once when it is aborted. */
  readonly signal: AbortSignal;
  /** Called with what the task tells before it is done. */
  onNews?(news: unknown): void;
}

/**
 * Loads a webhook in a process of its own, TypeScript or not, and does one task with it. What the file prints goes to
 * standard error.
 *
 * @throws UsageError when it cannot be loaded, with its line, or the task cannot be done.
 */
export async function inChild<T extends Task>(
  io: Io,
  task: T,
  { file, env, signal, onNews }: ChildOptions,
): Promise<TaskResults[T["type"]]> {
  const child = spawn(
    process.execPath,
    [
      ...(runsFromSource ? ["--conditions=@clustaar/source"] : []),
      "--import",
      pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href,
      join(packageRoot(), runsFromSource ? "src/loading/run-task.ts" : "dist/run-task.js"),
      pathToFileURL(file).href,
    ],
    {
      cwd: io.cwd,
      env: { ...env, CLUSTAAR_DEVELOPMENT: "1" },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      signal,
      killSignal: "SIGKILL",
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Uint8Array) => io.stderr.write(chunk));
  }
  child.send(task);
  const message = await new Promise<Exclude<TaskMessage, { type: "news" }>>((resolve, reject) => {
    child.on("message", (told: TaskMessage) => {
      if (told.type === "news") onNews?.(told.news);
      else resolve(told);
    });
    child.once("error", (error) => reject(signal.aborted ? new UsageError("interrupted") : error));
    child.once("exit", (code, killedBy) => {
      const how = killedBy ?? `exit status ${code}`;
      // A message that was sent before is there already.
      setImmediate(() => reject(new UsageError(`${file}: the process ended by itself (${how})`)));
    });
  });
  if (message.type === "done") return message.result as TaskResults[T["type"]];
  throw new UsageError(textOf(io, message), { cause: { code: message.code } });
}

function textOf(io: Io, { message, file, line }: TaskMessage & { type: "failed" }): string {
  if (file === null) return message;
  return `${relative(io.cwd, file)}${line === null ? "" : `:${line}`}: ${plainMessage(message)}`;
}
