import type { Action } from "@clustaar/schemas";
import { SystemNote } from "./note.tsx";
import type { ActionProps } from "./registry.tsx";

/** An action that this version does not know, as it came. */
export function UnknownAction({ action }: ActionProps<Action>) {
  const wire = action.type === "unknown" ? action.wire : action;
  const type = (wire as { type?: unknown } | null)?.type;
  return (
    <SystemNote
      title="Unknown action"
      icon="question"
      says={typeof type === "string" ? type.slice(0, 200) : ""}
      open
    >
      <pre>{JSON.stringify(wire, null, 2).slice(0, 20_000)}</pre>
    </SystemNote>
  );
}
