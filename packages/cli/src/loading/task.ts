import type { BotFile, TurnDifferences } from "@clustaar/testing";
import type { Explanation, RouteDescription } from "@clustaar/webhook-core";
import type { WebhooksResult, WebhooksTask } from "../webhooks/webhooks-task.ts";
import type { FailureReport } from "./failure-report.ts";

/** What the process that loads a webhook is to do with it. */
export type Task =
  | { readonly type: "routes"; readonly event: AskedEvent | null }
  | {
      readonly type: "replay";
      readonly transcript: string;
      readonly privateKey: string;
      readonly auth: { readonly username: string; readonly password: string } | null;
      readonly bot: BotFile | null;
      readonly ignore: readonly string[];
    }
  | WebhooksTask;

/** An event of which it is asked who takes it. */
export interface AskedEvent {
  readonly body: unknown;
  /** Further headers of its request. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** The routes of a webhook, and which of them takes an event. */
export interface RoutesResult {
  /** What wraps each handler, the outermost first. */
  readonly middleware: readonly string[];
  readonly routes: readonly RouteDescription[];
  /** Null where no event was asked about. */
  readonly explanation: Explanation | null;
}

/** What comes of a task. */
export interface TaskResults {
  readonly routes: RoutesResult;
  readonly replay: readonly TurnDifferences[];
  readonly webhooks: WebhooksResult;
}

/** What the process tells: the result, or why there is none. */
export type TaskMessage =
  | {
      readonly type: "news";
      /** What a task tells before it is done. */
      readonly news: unknown;
    }
  | { readonly type: "done"; readonly result: TaskResults[Task["type"]] }
  | ({
      readonly type: "failed";
      /** Whose fault it is: the file could not be loaded, or the task was called with something wrong. */
      readonly loading: boolean;
      /** The error's code, where it has one. */
      readonly code: string | null;
    } & FailureReport);
