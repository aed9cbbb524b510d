import { pane } from "./settings.ts";
import { exchanges, turns } from "./state.ts";

const panes = [
  ["chat", "Chat"],
  ["visitor", "Visitor and bot"],
  ["exchanges", "Exchanges"],
] as const;

const moves: Readonly<Record<string, (index: number) => number>> = {
  ArrowRight: (index) => (index + 1) % panes.length,
  ArrowLeft: (index) => (index + panes.length - 1) % panes.length,
  Home: () => 0,
  End: () => panes.length - 1,
};

/** The panes, where the screen has room for one only. The arrow keys go from one to the next. */
export function Tabs() {
  const counts = { chat: turns.value.length, visitor: 0, exchanges: exchanges.value.length };

  function onKeyDown(event: KeyboardEvent): void {
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const [name] = panes[move(panes.findIndex(([each]) => each === pane.value))] ?? panes[0];
    pane.value = name;
    document.getElementById(`tab-${name}`)?.focus();
  }

  return (
    <div class="tabs" role="tablist" aria-label="Panes" onKeyDown={onKeyDown}>
      {panes.map(([name, title]) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          tabIndex={pane.value === name ? 0 : -1}
          aria-selected={pane.value === name}
          aria-controls={`pane-${name}`}
          onClick={() => (pane.value = name)}
        >
          {title}
          {counts[name] > 0 && (
            <>
              {" "}
              <span class="count">{counts[name]}</span>
            </>
          )}
        </button>
      ))}
    </div>
  );
}
