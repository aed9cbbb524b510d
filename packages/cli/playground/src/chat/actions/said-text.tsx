import type { SendTextAction } from "@clustaar/schemas";
import { useRef } from "preact/hooks";
import { RichText } from "../../ui/rich-text.tsx";
import { BotBubble } from "./bot-bubble.tsx";
import type { ActionProps } from "./registry.tsx";

/** More than these are counted, not listed. */
const MOST = 30;

/** A text: the alternative that was said; the others show while the pointer is on it, or when they are asked for. */
export function SaidText({ action: { alternatives }, run }: ActionProps<SendTextAction>) {
  const said = run.says ?? alternatives[0] ?? "";
  const others = alternatives.filter((text) => text !== said);
  const bubble = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  if (others.length === 0) return <BotBubble text={said} />;

  function open(): void {
    if (bubble.current === null || list.current === null) return;
    list.current.showPopover();
    placeBelow(list.current, bubble.current.getBoundingClientRect());
  }
  const close = () => list.current?.hidePopover();

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button opens the same list
    <div class="said-text" ref={bubble} onMouseEnter={open} onMouseLeave={close}>
      <BotBubble text={said} />
      <button
        type="button"
        class="quiet alternatives-button"
        aria-label={`1 of ${alternatives.length} alternatives: show the others`}
        onFocus={open}
        onBlur={close}
        onClick={open}
        onKeyDown={({ key }) => key === "Escape" && close()}
      >
        1 of {alternatives.length}
      </button>
      <div ref={list} popover="manual" class="alternatives" role="note" aria-label="Alternatives">
        <p class="faint">The bot could have said</p>
        <ul class="plain">
          {others.slice(0, MOST).map((text, index) => (
            // Alternatives may be equal, and never change their order.
            <li key={index}>
              <RichText text={text} />
            </li>
          ))}
        </ul>
        {others.length > MOST && <p class="faint">and {others.length - MOST} more</p>}
      </div>
    </div>
  );
}

/** A popover stands above everything, so its place is counted from the screen's corner. */
function placeBelow(list: HTMLElement, { left, top, bottom }: DOMRect): void {
  const { width, height } = list.getBoundingClientRect();
  const below = bottom + height <= innerHeight ? bottom : top - height;
  list.style.left = `${Math.max(4, Math.min(left, innerWidth - width - 4))}px`;
  list.style.top = `${Math.max(4, below)}px`;
}
