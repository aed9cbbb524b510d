import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from "@tanstack/virtual-core";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

interface VirtualListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly render: (item: T, index: number) => ComponentChildren;
  /** The height of an item that was not measured yet, in pixels. */
  readonly estimate: number;
  readonly label: string;
  readonly class?: string;
  /** Whether it keeps to its end while the end is in sight. */
  readonly sticky?: boolean;
  /** An item to scroll to when it changes. */
  readonly scrollTo?: number | undefined;
  readonly footer?: ComponentChildren;
}

/** Renders only the items in sight, so that a thousand of them cost as much as ten. */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, keyOf, render, estimate, label, sticky = false, scrollTo, footer } = props;
  const scroller = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  /** Where this list itself scrolled to: not the reader. */
  const ownScroll = useRef(-1);
  const [, rerender] = useState({});
  const [virtualizer] = useState(
    () =>
      new Virtualizer<HTMLElement, HTMLElement>({
        count: 0,
        getScrollElement: () => scroller.current,
        estimateSize: () => estimate,
        observeElementRect,
        observeElementOffset,
        scrollToFn: elementScroll,
        overscan: 6,
        onChange: () => rerender({}),
      }),
  );
  virtualizer.setOptions({
    ...virtualizer.options,
    count: items.length,
    getItemKey: (index) => keyOf(items[index] as T), // only asked for indexes below the count
    onChange: () => rerender({}),
  });
  useEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!sticky || !atEnd.current || element === null) return;
    element.scrollTop = element.scrollHeight;
    ownScroll.current = element.scrollTop;
  });
  useEffect(() => {
    if (scrollTo !== undefined && scrollTo >= 0) {
      atEnd.current = false;
      virtualizer.scrollToIndex(scrollTo, { align: "start" });
    }
  }, [scrollTo, virtualizer]);

  function noteEnd(): void {
    const element = scroller.current;
    if (element === null || Math.abs(element.scrollTop - ownScroll.current) < 1) return;
    ownScroll.current = -1;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
  }

  /** To the first and the last item at once: a scroll that is animated ends where heights that were guessed turn out wrong. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== scroller.current) return;
    const index = { Home: 0, End: items.length - 1 }[event.key];
    if (index === undefined || index < 0) return;
    event.preventDefault();
    atEnd.current = event.key === "End";
    virtualizer.scrollToIndex(index, { align: index === 0 ? "start" : "end" });
  }

  const rows = virtualizer.getVirtualItems();
  return (
    <section
      ref={scroller}
      class={`scroller ${props.class ?? ""}`}
      // Before the virtualizer redraws: a list at its end would jump back there.
      onScrollCapture={noteEnd}
      onKeyDown={onKeyDown}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard
      tabIndex={0}
      aria-label={label}
    >
      <div class="virtual" style={{ height: `${virtualizer.getTotalSize()}px` }}>
        <ol
          class="plain virtual-window"
          style={{ transform: `translateY(${rows[0]?.start ?? 0}px)` }}
        >
          {rows.map((row) => (
            <li
              key={row.key}
              data-index={row.index}
              ref={(element) => virtualizer.measureElement(element)}
            >
              {render(items[row.index] as T, row.index)}
            </li>
          ))}
        </ol>
      </div>
      {footer}
    </section>
  );
}
