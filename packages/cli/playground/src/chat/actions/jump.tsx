import type { JumpToAction } from "@clustaar/schemas";
import { Fields } from "./fields.tsx";
import { SystemNote } from "./note.tsx";
import type { ActionProps } from "./registry.tsx";

/** A jump: where it leads to follows in the timeline, as the step that is reached. */
export function Jump({ action, run }: ActionProps<JumpToAction>) {
  return (
    <SystemNote title="Jump" icon="step" says={run.note ?? ""}>
      <Fields value={action} />
    </SystemNote>
  );
}
