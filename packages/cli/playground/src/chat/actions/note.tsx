import type { Action } from "@clustaar/schemas";
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { Fields } from "./fields.tsx";
import type { ActionProps } from "./registry.tsx";

interface SystemNoteProps {
  readonly title: string;
  readonly icon: IconName;
  /** What happens, in one line. */
  readonly says: string;
  /** What opens below. */
  readonly children: ComponentChildren;
  readonly open?: boolean;
}

/** What happens out of the visitor's sight; a click shows or hides its details. */
export function SystemNote({ title, icon, says, children, open = false }: SystemNoteProps) {
  return (
    <details class="system-note" open={open}>
      <summary>
        <Icon name={icon} />
        <span>
          <strong>{title}</strong> <span class="note-text">{says}</span>
        </span>
      </summary>
      <div class="note-fields">{children}</div>
    </details>
  );
}

/** The view of an action that the visitor does not see: what it does, its fields where one line does not say all. */
export function noteView<A extends Action>(title: string, icon: IconName, open = false) {
  return function NoteView({ action, run }: ActionProps<A>) {
    // What is shown begins with its kind in brackets, which the title says already.
    const says = run.note ?? run.shows?.replace(/^\[[^\]]*\] /, "") ?? "";
    if (!hasFields(action)) return <Plain title={title} icon={icon} says={says} />;
    return (
      <SystemNote title={title} icon={icon} says={says} open={open}>
        <Fields value={action} />
      </SystemNote>
    );
  };
}

function Plain({ title, icon, says }: Pick<SystemNoteProps, "title" | "icon" | "says">) {
  return (
    <p class="system-note plain-note">
      <Icon name={icon} />
      <span>
        <strong>{title}</strong> <span class="note-text">{says}</span>
      </span>
    </p>
  );
}

function hasFields(action: Action): boolean {
  return Object.entries(action).some(
    ([name, field]) => name !== "type" && field !== undefined && field !== null,
  );
}
