import { pathToFileURL } from "node:url";
import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";
import type { ChildOptions, inChild } from "./in-child.ts";
import { lookOnly } from "./look-only.ts";
import { performTask } from "./perform-task.ts";
import type { Task, TaskResults } from "./task.ts";

let times = 0;

/**
 * Loads a file in this process, where the sources of our packages are loaded already: a process of its own takes half a second
 * each time. A file that throws is loaded again by the real one, which alone knows the place in the file.
 */
export function inProcess(real: typeof inChild): typeof inChild {
  return async <T extends Task>(io: Io, task: T, options: ChildOptions) => {
    const before = process.env;
    process.env = { ...options.env };
    const lookAsBefore = lookOnly(task);
    try {
      // Another address each time, so that it is really loaded.
      const exported = await import(`${pathToFileURL(options.file).href}?time=${++times}`);
      const result = await performTask(task, exported);
      // As between two processes, which exchange JSON.
      return JSON.parse(JSON.stringify(result)) as TaskResults[T["type"]];
    } catch (error) {
      if (error instanceof UsageError) throw error;
      return real(io, task, options);
    } finally {
      process.env = before;
      lookAsBefore();
    }
  };
}
