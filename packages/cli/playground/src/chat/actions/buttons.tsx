import type { Button, OpenUrlButton, QuickReply } from "@clustaar/schemas";
import { busy } from "../../state.ts";
import { isSafeLink } from "../../ui/rich-text.tsx";
import { play } from "../composer.tsx";

interface ButtonsProps {
  readonly buttons: readonly (Button | OpenUrlButton | QuickReply)[];
  readonly card?: string;
  readonly answerable: boolean;
  readonly label: string;
}

/** More than this many are cut: no platform shows them. */
const MOST = 100;

/** Buttons or quick replies; pressing one is the visitor's next turn. */
export function Buttons({ buttons, card, answerable, label }: ButtonsProps) {
  return (
    <fieldset class="buttons" aria-label={label}>
      {buttons.slice(0, MOST).map(({ title, action }, index) => {
        const before = buttons.slice(0, index).filter((other) => other.title === title).length;
        const same = buttons.filter((other) => other.title === title).length;
        const url = action.type === "open_url_action" ? action.url : undefined;
        return (
          <button
            key={`${index}-${title}`}
            type="button"
            class="reply"
            disabled={!answerable || busy.value}
            title={
              url === undefined
                ? whatItDoes(action.type)
                : `Opens ${url.slice(0, 200)}${isSafeLink(url) ? "" : " (refused)"}`
            }
            onClick={() =>
              play({
                type: "click",
                title,
                ...(card === undefined ? {} : { card }),
                ...(same > 1 ? { nth: before + 1 } : {}),
              })
            }
          >
            {title}
            {url !== undefined && <span aria-hidden="true"> ↗</span>}
          </button>
        );
      })}
    </fieldset>
  );
}

function whatItDoes(type: string): string {
  return type.replace(/_action$/, "").replaceAll("_", " ");
}
