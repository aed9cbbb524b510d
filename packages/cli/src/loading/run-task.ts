// Runs in a process of its own: loads the user's file, does one task with what it exports, and tells the parent.
import { failureReport } from "./failure-report.ts";
import { lookOnly } from "./look-only.ts";
import { performTask } from "./perform-task.ts";
import type { Task, TaskMessage } from "./task.ts";

const [fileUrl = ""] = process.argv.slice(2);
let isLoading = true;

function tell(message: TaskMessage): void {
  // What the file has started, such as a server, must not keep the process alive.
  process.send?.(message, () => process.exit(0));
}

function fail(error: unknown): void {
  const { code } = error as { code?: unknown };
  tell({
    type: "failed",
    loading: isLoading,
    ...failureReport(error),
    code: typeof code === "string" ? code : null,
  });
}

// The parent has exited or was killed, so nothing else would end this process.
process.on("disconnect", () => process.exit(0));
process.on("uncaughtException", fail);
process.once("message", (task: Task) => {
  lookOnly(task);
  import(fileUrl)
    .then((exported: Record<string, unknown>) =>
      performTask(task, exported, {
        onFound: () => {
          isLoading = false;
        },
        onNews: (news) => process.send?.({ type: "news", news }),
      }),
    )
    .then((result) => tell({ type: "done", result }), fail);
});
