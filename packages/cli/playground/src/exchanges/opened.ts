import { signal } from "@preact/signals";
import { pane } from "../settings.ts";

/** The exchange that is open; undefined: the last one. */
export const opened = signal<string | undefined>(undefined);

/** Shows an exchange, in the pane that a narrow screen hides too. */
export function openExchange(id: string): void {
  opened.value = id;
  pane.value = "exchanges";
}
