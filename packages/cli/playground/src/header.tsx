import { ask } from "./connection.ts";
import { pane, showImages, theme } from "./settings.ts";
import { busy, connected, server } from "./state.ts";
import { Icon } from "./ui/icon.tsx";
import { IconButton } from "./ui/icon-button.tsx";

const themes = ["system", "light", "dark"] as const;
const themeIcons = { system: "system", light: "sun", dark: "moon" } as const;

export function Header() {
  const next = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? "system";
  return (
    <header class="header">
      <h1>
        <span class="logo" aria-hidden="true">
          <Icon name="bot" />
        </span>
        Clustaar <span class="wide">playground</span>
      </h1>
      <ServerStatus />
      <div class="header-tools">
        <label class="switch" title="Pictures tell their server who looks at them">
          <input
            type="checkbox"
            checked={showImages.value}
            onChange={({ currentTarget }) => (showImages.value = currentTarget.checked)}
          />
          <span class="wide">Load pictures</span>
          <span class="narrow">
            <Icon name="image" />
            <span class="visually-hidden">Load pictures</span>
          </span>
        </label>
        <IconButton
          label={`Colours: ${theme.value}; change to ${next}`}
          icon={themeIcons[theme.value]}
          onClick={() => (theme.value = next)}
        />
        <button
          type="button"
          class="with-icon"
          disabled={busy.value}
          title="Starts over with another visitor"
          onClick={() => {
            pane.value = "chat";
            void ask((calls) => calls.newVisitor());
          }}
        >
          <Icon name="user-new" />
          New visitor
        </button>
      </div>
    </header>
  );
}

function ServerStatus() {
  const view = server.value;
  if (!connected.value || view === undefined) {
    return (
      <p class="status status-off" role="status">
        <span class="dot" aria-hidden="true" /> waiting for the dev server
      </p>
    );
  }
  const signs = view.signs ? "signed" : "unsigned";
  return (
    <p class={`status status-${view.status}`} role="status">
      <span class="dot" aria-hidden="true" />
      <code>{view.target}</code>{" "}
      <span>
        {view.status}, {signs}
        {view.authenticates && ", basic auth"}
      </span>
    </p>
  );
}
