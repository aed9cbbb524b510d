import { computed, signal } from "@preact/signals";
import type { ExchangeView } from "../../../src/dev/protocol.ts";
import { exchanges, server, stepNames } from "../state.ts";
import { Icon } from "../ui/icon.tsx";
import { VirtualList } from "../ui/virtual-list.tsx";
import { ExchangeDetails } from "./exchange-details.tsx";
import { opened } from "./opened.ts";
import { SaveTest } from "./save-test.tsx";
import { bytes, searchText } from "./texts.ts";

const filter = signal("");

const filtered = computed(() => {
  const wanted = filter.value.trim().toLowerCase();
  if (wanted === "") return exchanges.value;
  return exchanges.value.filter((view) => searchText(view, stepNames.value).includes(wanted));
});

/** Every request and answer, the newest at the end. */
export function Exchanges() {
  const current = filtered.value.find(({ id }) => id === opened.value) ?? filtered.value.at(-1);
  return (
    <div class="exchanges">
      <label class="filter">
        <Icon name="search" />
        <span class="visually-hidden">Filter the exchanges</span>
        <input
          type="search"
          placeholder="Filter: 401, refused, a step, a text …"
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
        estimate={37}
        label="Requests and answers"
        class="exchange-list"
        sticky
        render={(view) => <Row view={view} isCurrent={view.id === current?.id} />}
      />
      {current !== undefined && <ExchangeDetails key={current.id} view={current} />}
      <SaveTest />
      <Log />
    </div>
  );
}

interface RowProps {
  readonly view: ExchangeView;
  readonly isCurrent: boolean;
}

function Row({ view, isCurrent }: RowProps) {
  const { exchange, signature, fault, turn, at } = view;
  const { status, body } = exchange.response;
  return (
    <button
      type="button"
      class="exchange-row"
      {...(isCurrent ? { "aria-current": "true" as const } : {})}
      onClick={() => (opened.value = view.id)}
    >
      <Status status={status} />
      <span class="exchange-name">
        {stepNames.value.get(exchange.step) ?? exchange.step}
        <span class="faint"> {fault ?? (turn === null ? "sent again" : `turn ${turn}`)}</span>
      </span>
      <span
        class={`verdict verdict-${signature.verdict}`}
        title={`Signature: ${signature.verdict}`}
      >
        <Icon name="shield" />
        <span class="verdict-text">{signature.verdict}</span>
      </span>
      <span class="figure">{Math.round(exchange.milliseconds)} ms</span>
      <span class="figure">{bytes(body)}</span>
      <time class="figure wide" dateTime={new Date(at).toISOString()}>
        {new Date(at).toLocaleTimeString("en-GB")}
      </time>
    </button>
  );
}

function Status({ status }: { readonly status: number }) {
  const kind = status === 0 ? "worse" : status < 300 ? "good" : status < 500 ? "bad" : "worse";
  return <span class={`http-status http-${kind}`}>{status === 0 ? "none" : status}</span>;
}

/** What the webhook wrote to its console. */
function Log() {
  const lines = server.value?.log ?? [];
  return (
    <details class="log">
      <summary>
        Console of the webhook {lines.length > 0 && <span class="count">{lines.length}</span>}
      </summary>
      <pre>{lines.map(({ text }) => text).join("\n")}</pre>
    </details>
  );
}
