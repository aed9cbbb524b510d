import { ask } from "./connection.ts";
import { showImages, theme } from "./settings.ts";
import { connected, server } from "./state.ts";

const themes = ["system", "light", "dark"] as const;

export function Header() {
  return (
    <header class="header">
      <h1>
        <span class="logo" aria-hidden="true" />
        Clustaar playground
      </h1>
      <ServerStatus />
      <div class="header-tools">
        <label class="check">
          <input
            type="checkbox"
            checked={showImages.value}
            onChange={({ currentTarget }) => (showImages.value = currentTarget.checked)}
          />
          Load pictures
        </label>
        <label>
          <span class="visually-hidden">Colours</span>
          <select
            value={theme.value}
            onChange={({ currentTarget }) =>
              (theme.value = currentTarget.value as (typeof themes)[number])
            }
          >
            <option value="system">Colours: system</option>
            <option value="light">Colours: light</option>
            <option value="dark">Colours: dark</option>
          </select>
        </label>
        <button type="button" onClick={() => ask((calls) => calls.newVisitor())}>
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
      <code>{view.target}</code> {view.status}, {signs}
      {view.authenticates && ", basic auth"}
    </p>
  );
}
