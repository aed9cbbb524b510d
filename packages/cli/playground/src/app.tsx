import { Chat } from "./chat/chat.tsx";
import { Exchanges } from "./exchanges/exchanges.tsx";
import { Header } from "./header.tsx";
import { ServerError } from "./server-error.tsx";
import { pane } from "./settings.ts";
import { notice } from "./state.ts";
import { VisitorPane } from "./visitor/visitor-pane.tsx";

const panes = [
  ["chat", "Chat"],
  ["visitor", "Visitor and bot"],
  ["exchanges", "Exchanges"],
] as const;

export function App() {
  return (
    <div class="app" data-pane={pane.value}>
      <Header />
      <div role="alert" class="notices">
        {notice.value !== undefined && (
          <p class="notice">
            {notice.value}
            <button type="button" onClick={() => (notice.value = undefined)}>
              Dismiss
            </button>
          </p>
        )}
      </div>
      <ServerError />
      <div class="tabs" role="tablist" aria-label="Panes">
        {panes.map(([name, title]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={pane.value === name}
            aria-controls={`pane-${name}`}
            onClick={() => (pane.value = name)}
          >
            {title}
          </button>
        ))}
      </div>
      <main class="panes">
        <section id="pane-chat" class="pane" aria-label="Chat">
          <Chat />
        </section>
        <section id="pane-visitor" class="pane" aria-label="Visitor and bot">
          <VisitorPane />
        </section>
        <section id="pane-exchanges" class="pane" aria-label="Exchanges">
          <Exchanges />
        </section>
      </main>
    </div>
  );
}
