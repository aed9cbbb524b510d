import { useState } from "preact/hooks";
import type { SavedTest } from "../../../src/dev/protocol.ts";
import { ask } from "../connection.ts";
import { busy, turns } from "../state.ts";

/** Keeps the conversation: a transcript and a Vitest file that replays it. */
export function SaveTest() {
  const [name, setName] = useState("conversation");
  const [saved, setSaved] = useState<SavedTest | undefined>();

  async function save(): Promise<void> {
    setSaved(await ask((calls) => calls.saveTest(name)));
  }

  return (
    <section aria-labelledby="save-title">
      <h2 id="save-title">Keep it as a test</h2>
      <div class="composer-row">
        <label class="grow">
          <span class="visually-hidden">Name of the test</span>
          <input
            type="text"
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <button
          type="button"
          disabled={busy.value || name === "" || turns.value.length === 0}
          onClick={save}
        >
          Save as test
        </button>
      </div>
      <div role="status">
        {saved !== undefined && (
          <p>
            Wrote <code>{saved.transcript}</code> and <code>{saved.test}</code>. Run it:{" "}
            <code>{saved.command}</code>
          </p>
        )}
      </div>
    </section>
  );
}
