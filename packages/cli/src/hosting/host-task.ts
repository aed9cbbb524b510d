import type { PluginDecision, RouteInfo } from "@clustaar/webhook-host";
import type { FailureReport } from "../loading/failure-report.ts";

/** What a host is to do once it is there. */
export interface HostTask {
  /** Where to listen; null: it is only to be looked at. */
  readonly listen: ListenWish | null;
}

/** What the command line says about where to listen; the host decides the rest. */
export interface ListenWish {
  readonly port?: number;
  readonly hostname?: string;
}

/** What a host is, once it is there. */
export interface HostReport {
  /** Null: it does not listen. */
  readonly address: { readonly port: number; readonly hostname: string } | null;
  readonly plugins: readonly PluginDecision[];
  readonly routes: readonly RouteInfo[];
}

/** What the parent tells: what to do, and later to close, within a number of milliseconds. */
export type ParentMessage = { readonly type: "open"; readonly task: HostTask } | CloseMessage;

/** The host is to close. */
export interface CloseMessage {
  readonly type: "close";
  readonly deadline: number;
}

/** What the process of the host tells. */
export type ChildMessage =
  | { readonly type: "ready"; readonly report: HostReport }
  | ({ readonly type: "failed" } & FailureReport);
