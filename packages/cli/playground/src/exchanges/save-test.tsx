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
    <form
      class="save-test"
      aria-label="Keep the conversation as a test"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="tool-form">
        <label class="grow">
          <span class="visually-hidden">Name of the test</span>
          <input
            type="text"
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={busy.value || name === "" || turns.value.length === 0}>
          Save as test
        </button>
      </div>
      <div role="status">
        {saved !== undefined && (
          <p class="saved">
            Wrote <code>{saved.transcript}</code> and <code>{saved.test}</code>. Run it:{" "}
            <code>{saved.command}</code>
          </p>
        )}
      </div>
    </form>
  );
}
