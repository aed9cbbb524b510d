import { Chat } from "./chat/chat.tsx";
import { Exchanges } from "./exchanges/exchanges.tsx";
import { Header } from "./header.tsx";
import { ServerError } from "./server-error.tsx";
import { pane } from "./settings.ts";
import { notice } from "./state.ts";
import { Tabs } from "./tabs.tsx";
import { IconButton } from "./ui/icon-button.tsx";
import { VisitorPane } from "./visitor/visitor-pane.tsx";

export function App() {
  return (
    <div class="app" data-pane={pane.value}>
      <Header />
      <div role="alert" class="notices">
        {notice.value !== undefined && (
          <p class="notice">
            {notice.value}
            <IconButton label="Dismiss" icon="close" onClick={() => (notice.value = undefined)} />
          </p>
        )}
      </div>
      <ServerError />
      <Tabs />
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
