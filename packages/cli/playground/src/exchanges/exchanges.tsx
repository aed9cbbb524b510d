import { computed, signal } from "@preact/signals";
import type { ExchangeView } from "../../../src/dev/protocol.ts";
import { exchanges, server } from "../state.ts";
import { VirtualList } from "../ui/virtual-list.tsx";
import { ExchangeDetails } from "./exchange-details.tsx";

const filter = signal("");
/** The exchange that is open; undefined: the last one. */
const opened = signal<string | undefined>(undefined);

const filtered = computed(() => {
  const wanted = filter.value.trim().toLowerCase();
  if (wanted === "") return exchanges.value;
  return exchanges.value.filter((view) => searchText(view).includes(wanted));
});

/** Every request and answer, the newest at the end. */
export function Exchanges() {
  const current = filtered.value.find(({ id }) => id === opened.value) ?? filtered.value.at(-1);
  return (
    <div class="exchanges">
      <label class="filter">
        <span class="visually-hidden">Filter the exchanges</span>
        <input
          type="search"
          placeholder="Filter: 401, signature_invalid, a step, a text …"
          value={filter.value}
          onInput={({ currentTarget }) => (filter.value = currentTarget.value)}
        />
      </label>
      {filtered.value.length === 0 && (
        <p class="empty">
          {exchanges.value.length === 0
            ? "The webhook was not called yet."
            : "Nothing fits the filter."}
        </p>
      )}
      <VirtualList
        items={filtered.value}
        keyOf={({ id }) => id}
        estimate={44}
        label="Exchanges"
        class="exchange-list"
        sticky
        render={(view) => (
          <button
            type="button"
            class="exchange-row"
            {...(view.id === current?.id ? { "aria-current": "true" as const } : {})}
            onClick={() => (opened.value = view.id)}
          >
            <Status view={view} />
            <span class="grow">
              {view.fault ?? (view.turn === null ? "sent again" : `turn ${view.turn}`)}
            </span>
            <span class={`verdict verdict-${view.signature.verdict}`}>
              {view.signature.verdict}
            </span>
            <span class="faint">{Math.round(view.exchange.milliseconds)} ms</span>
            <span class="faint">{size(view.exchange.response.body)}</span>
          </button>
        )}
      />
      {current !== undefined && <ExchangeDetails key={current.id} view={current} />}
      <Log />
    </div>
  );
}

function Status({ view }: { readonly view: ExchangeView }) {
  const { status } = view.exchange.response;
  const kind = status < 300 ? "good" : status < 500 ? "bad" : "worse";
  return <span class={`http-status http-${kind}`}>{status}</span>;
}

function size(text: string): string {
  const bytes = text.length;
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} kB`;
}

function searchText({ exchange, fault, signature }: ExchangeView): string {
  const { response, problem, step, request } = exchange;
  return [
    response.status,
    problem?.code,
    step,
    fault,
    signature.verdict,
    request.body,
    response.body,
  ]
    .join(" ")
    .toLowerCase();
}

/** What the webhook wrote to its console. */
function Log() {
  const lines = server.value?.log ?? [];
  return (
    <details class="log">
      <summary>Console of the webhook ({lines.length})</summary>
      <pre>{lines.map(({ text }) => text).join("\n")}</pre>
    </details>
  );
}
