import type { SendTextAction } from "@clustaar/schemas";
import { RichText } from "../../ui/rich-text.tsx";
import type { ActionProps } from "./registry.tsx";

/** A text: the alternative that was said; the others show on hover and in a list that opens. */
export function SaidText({ action, run }: ActionProps<SendTextAction>) {
  const said = run.says ?? action.alternatives[0] ?? "";
  const others = action.alternatives.filter((text) => text !== said);
  return (
    <div
      class="bubble bot"
      {...(others.length > 0
        ? { title: `Or: ${others.slice(0, 20).join(" / ").slice(0, 500)}` }
        : {})}
    >
      <span class="visually-hidden">Bot: </span>
      <RichText text={said} />
      {others.length > 0 && (
        <details class="alternatives">
          <summary>1 of {action.alternatives.length} alternatives</summary>
          <ul>
            {others.slice(0, 50).map((text, index) => (
              // Alternatives may be equal, and never change their order.
              <li key={index}>
                <RichText text={text} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
