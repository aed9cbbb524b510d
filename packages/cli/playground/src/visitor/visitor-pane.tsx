import { play } from "../chat/composer.tsx";
import { ask } from "../connection.ts";
import { bot, busy, revealing, situation, turns } from "../state.ts";
import { JsonEditor } from "./json-editor.tsx";
import { SaveTest } from "./save-test.tsx";

/** What the platform keeps: the visitor, the session, the step; and the bot file's steps. */
export function VisitorPane() {
  const state = situation.value;
  if (state === undefined) return <p class="empty">Nothing is known of the visitor yet.</p>;
  const changed = changedPaths();
  return (
    <div class="visitor">
      <section aria-labelledby="session-title">
        <h2 id="session-title">Session values</h2>
        <JsonEditor
          label="Session values"
          value={state.session.values}
          changed={changed}
          prefix="session.values"
          onSave={(values) => play({ type: "edit", session: values })}
        />
      </section>
      <section aria-labelledby="visitor-title">
        <h2 id="visitor-title">Visitor</h2>
        <JsonEditor
          label="Visitor"
          value={state.interlocutor as unknown as Record<string, unknown>}
          changed={changed}
          prefix="interlocutor"
          onSave={(interlocutor) => play({ type: "edit", interlocutor })}
        />
      </section>
      <section aria-labelledby="place-title">
        <h2 id="place-title">Conversation</h2>
        <label class="row">
          Channel
          <input
            type="text"
            value={state.channel}
            disabled={busy.value}
            onChange={({ currentTarget }) => play({ type: "edit", channel: currentTarget.value })}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={state.paused}
            disabled={busy.value}
            onChange={({ currentTarget }) => play({ type: "edit", paused: currentTarget.checked })}
          />
          The bot is silenced
        </label>
        {state.waited > 0 && (
          <p class="faint">The bot has waited {Math.round(state.waited / 1000)} s so far.</p>
        )}
        <p>
          <button
            type="button"
            disabled={busy.value || turns.value.length === 0}
            onClick={() => {
              revealing.value = undefined;
              void ask((calls) => calls.rewind(0));
            }}
          >
            Back to the beginning
          </button>
        </p>
      </section>
      <Steps current={state.step} />
      <SaveTest />
    </div>
  );
}

/** The paths that the last turn changed, such as `session.values.size`. */
function changedPaths(): ReadonlySet<string> {
  const changes = turns.value.at(-1)?.turn.changed ?? [];
  return new Set(changes.map(({ path }) => String(path)));
}

function Steps({ current }: { readonly current: string }) {
  const view = bot.value;
  if (view === undefined) return null;
  return (
    <section aria-labelledby="steps-title">
      <h2 id="steps-title">Steps</h2>
      {view.error !== null && (
        <p class="problem" role="alert">
          {view.error}
        </p>
      )}
      {view.file === null ? (
        <p class="faint">
          Without a bot file there is one step, <code>{current}</code>. Give one with{" "}
          <code>--bot bot.json</code>.
        </p>
      ) : (
        <p class="faint">
          from <code>{view.file}</code>
        </p>
      )}
      <ul class="plain steps">
        {view.steps.map(({ id, name, webhook }) => (
          <li key={id}>
            <button
              type="button"
              class="step"
              disabled={busy.value}
              {...(id === current ? { "aria-current": "step" as const } : {})}
              onClick={() => play({ type: "reach", step: id })}
            >
              <span>{name}</span> <code>{id}</code>
              {!webhook && <span class="faint"> own actions</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
