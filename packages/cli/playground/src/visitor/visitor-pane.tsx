import type { Interlocutor } from "@clustaar/schemas";
import { play } from "../chat/composer.tsx";
import { ask } from "../connection.ts";
import { bot, busy, revealing, situation, turns } from "../state.ts";
import { Icon } from "../ui/icon.tsx";
import { JsonEditor } from "./json-editor.tsx";
import { Steps } from "./steps.tsx";

/** What the platform keeps: the visitor, the session, the step; and the bot file's steps. */
export function VisitorPane() {
  const state = situation.value;
  if (state === undefined) return <p class="empty">Nothing is known of the visitor yet.</p>;
  const changed = changedPaths();
  return (
    <div class="visitor-pane">
      <section class="group" aria-labelledby="session-title">
        <h2 id="session-title">Session values</h2>
        <JsonEditor
          label="Session values"
          value={state.session.values}
          changed={changed}
          prefix="session.values"
          empty="The conversation remembers nothing yet."
          onSave={(values) => play({ type: "edit", session: values })}
        />
      </section>
      <section class="group" aria-labelledby="place-title">
        <h2 id="place-title">Conversation</h2>
        <CurrentStep id={state.step} isChanged={changed.has("step")} />
        <label class="row">
          <span class="row-name">
            Channel
            {changed.has("channel") && <span class="badge">changed</span>}
          </span>
          <input
            type="text"
            value={state.channel}
            disabled={busy.value}
            onChange={({ currentTarget }) => play({ type: "edit", channel: currentTarget.value })}
          />
        </label>
        <label class="switch">
          <input
            type="checkbox"
            checked={state.paused}
            disabled={busy.value}
            onChange={({ currentTarget }) => play({ type: "edit", paused: currentTarget.checked })}
          />
          The bot is silenced
          {changed.has("paused") && <span class="badge">changed</span>}
        </label>
        {state.waited > 0 && (
          <p class="faint">The bot has waited {Math.round(state.waited / 1000)} s so far.</p>
        )}
        <button
          type="button"
          class="quiet with-icon"
          disabled={busy.value || turns.value.length === 0}
          onClick={() => {
            revealing.value = undefined;
            void ask((calls) => calls.rewind(0));
          }}
        >
          <Icon name="undo" /> Back to the beginning
        </button>
      </section>
      <Steps current={state.step} />
      <Who visitor={state.interlocutor} changed={changed} />
    </div>
  );
}

interface WhoProps {
  readonly visitor: Interlocutor;
  readonly changed: ReadonlySet<string>;
}

function Who({ visitor, changed }: WhoProps) {
  const { firstName, lastName, email } = visitor;
  const name = [firstName, lastName].filter(Boolean).join(" ");
  return (
    <section class="group" aria-labelledby="visitor-title">
      <div class="who">
        <span class="avatar" aria-hidden="true">
          {name === "" ? <Icon name="user" /> : name.slice(0, 1)}
        </span>
        <div class="grow">
          <h2 id="visitor-title">
            <span class="visually-hidden">Visitor: </span>
            {name === "" ? "No name" : name}
          </h2>
          <p class="faint">{email ?? "no e-mail address"}</p>
        </div>
      </div>
      <JsonEditor
        label="Visitor"
        value={visitor as unknown as Record<string, unknown>}
        changed={changed}
        prefix="interlocutor"
        empty="Nothing is known of the visitor."
        onSave={(interlocutor) => play({ type: "edit", interlocutor })}
      />
    </section>
  );
}

function CurrentStep({ id, isChanged }: { readonly id: string; readonly isChanged: boolean }) {
  const name = bot.value?.steps.find((step) => step.id === id)?.name;
  return (
    <div class="row">
      <span class="row-name">Current step</span>
      <span title={id}>
        {name ?? <code>{id}</code>}
        {isChanged && <span class="badge">changed</span>}
      </span>
    </div>
  );
}

/** The paths that the last turn changed, such as `session.values.size`. */
function changedPaths(): ReadonlySet<string> {
  const changes = turns.value.at(-1)?.turn.changed ?? [];
  return new Set(changes.map(({ path }) => String(path)));
}
