import { webhookChanged } from "../internal/webhook-changed.ts";
import { freshState, type WebhookRecord, type WebhookState } from "../records.ts";
import type { SqliteDatabase, SqliteRow, SqliteStatement } from "./driver.ts";
import type { GroupCommit } from "./group-commit.ts";

/** The webhooks and states of the file store, apart from its queue. */
export class FileWebhooks {
  readonly #commit: GroupCommit;
  readonly #now: () => number;
  readonly #stateChanged: (webhookId: string, state: WebhookState) => void;
  readonly #statements: Record<
    "get" | "all" | "put" | "delete" | "state" | "putState" | "deleteState" | "states",
    SqliteStatement
  >;
  #revision = 0;

  constructor(
    db: SqliteDatabase,
    commit: GroupCommit,
    now: () => number,
    stateChanged: (webhookId: string, state: WebhookState) => void,
  ) {
    this.#commit = commit;
    this.#now = now;
    this.#stateChanged = stateChanged;
    this.#statements = {
      get: db.prepare("SELECT * FROM webhook WHERE id = ?"),
      all: db.prepare("SELECT * FROM webhook ORDER BY seq"),
      put: db.prepare(
        "INSERT INTO webhook (id, document, version, created_at, updated_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET document = excluded.document, version = excluded.version, updated_at = excluded.updated_at",
      ),
      delete: db.prepare("DELETE FROM webhook WHERE id = ?"),
      state: db.prepare("SELECT state FROM webhook_state WHERE webhook = ?"),
      putState: db.prepare("INSERT OR REPLACE INTO webhook_state (webhook, state) VALUES (?, ?)"),
      deleteState: db.prepare("DELETE FROM webhook_state WHERE webhook = ?"),
      states: db.prepare("SELECT * FROM webhook_state"),
    };
    for (const [webhookId, state] of this.states()) stateChanged(webhookId, state);
  }

  webhook(id: string): WebhookRecord | undefined {
    const row = this.#statements.get.get(id);
    return row && recordOf(row);
  }

  webhooks(): readonly WebhookRecord[] {
    return this.#statements.all.all().map(recordOf);
  }

  put(id: string, document: string, version: number): Promise<WebhookRecord> {
    return this.#commit.run(
      () => {
        const known = this.webhook(id);
        if ((known?.version ?? 0) !== version) {
          throw webhookChanged(id, version, known?.version ?? 0);
        }
        const updatedAt = this.#now();
        const createdAt = known?.createdAt ?? updatedAt;
        this.#statements.put.run(id, document, version + 1, createdAt, updatedAt);
        return { id, document, version: version + 1, createdAt, updatedAt };
      },
      () => {
        this.#revision++;
      },
    );
  }

  delete(id: string): Promise<boolean> {
    return this.#commit.run(
      () => {
        this.#statements.deleteState.run(id);
        return Number(this.#statements.delete.run(id).changes) > 0;
      },
      () => {
        this.#revision++;
        this.#stateChanged(id, freshState);
      },
    );
  }

  states(): ReadonlyMap<string, WebhookState> {
    const rows = this.#statements.states.all();
    return new Map(rows.map(({ webhook, state }) => [webhook as string, stateOf(state as string)]));
  }

  updateState(webhookId: string, change: (state: WebhookState) => WebhookState) {
    return this.#commit.run(
      () => {
        const known = this.#statements.state.get(webhookId)?.state as string | undefined;
        const before = known === undefined ? freshState : stateOf(known);
        const after = change(before);
        if (after !== before) this.#statements.putState.run(webhookId, JSON.stringify(after));
        return { before, after };
      },
      ({ before, after }) => {
        if (after === before) return;
        this.#revision++;
        this.#stateChanged(webhookId, after);
      },
    );
  }

  revision(): number {
    return this.#revision;
  }
}

function recordOf({ id, document, version, created_at, updated_at }: SqliteRow): WebhookRecord {
  return {
    id: id as string,
    document: document as string,
    version: version as number,
    createdAt: created_at as number,
    updatedAt: updated_at as number,
  };
}

/** What an older version wrote may know fewer fields. */
function stateOf(text: string): WebhookState {
  return { ...freshState, ...JSON.parse(text) };
}
