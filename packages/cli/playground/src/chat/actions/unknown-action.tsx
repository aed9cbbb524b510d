import type { Action } from "@clustaar/schemas";
import type { ActionProps } from "./registry.tsx";

/** An action that this version does not know, as it came. */
export function UnknownAction({ action }: ActionProps<Action>) {
  const wire = action.type === "unknown" ? action.wire : action;
  const type = (wire as { type?: unknown } | null)?.type;
  return (
    <details class="system-note">
      <summary>
        <strong>Unknown action</strong> {typeof type === "string" ? type : ""}
      </summary>
      <pre>{JSON.stringify(wire, null, 2).slice(0, 20_000)}</pre>
    </details>
  );
}
