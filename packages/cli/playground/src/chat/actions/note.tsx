import type { Action } from "@clustaar/schemas";
import { Fields } from "./fields.tsx";
import type { ActionProps } from "./registry.tsx";

/** The view of an action that the visitor does not see: what it does, and its fields. */
export function Note<A extends Action>(title: string) {
  return function NoteView({ action, run }: ActionProps<A>) {
    return (
      <details class="system-note">
        <summary>
          <strong>{title}</strong> {run.note ?? run.shows ?? ""}
        </summary>
        <Fields value={action} />
      </details>
    );
  };
}
