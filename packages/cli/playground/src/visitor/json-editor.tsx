import { useState } from "preact/hooks";
import { busy } from "../state.ts";
import { inOneLine } from "../ui/json-text.ts";

interface JsonEditorProps {
  readonly label: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Paths that the last turn changed. */
  readonly changed: ReadonlySet<string>;
  /** The path of the value itself. */
  readonly prefix: string;
  /** What is said when there is nothing. */
  readonly empty: string;
  readonly onSave: (value: Record<string, unknown>) => Promise<unknown>;
}

/** Shows an object's fields, the changed ones marked; as JSON it can be edited. */
export function JsonEditor({ label, value, changed, prefix, empty, onSave }: JsonEditorProps) {
  const [draft, setDraft] = useState<string | undefined>();
  const [error, setError] = useState<string | undefined>();

  async function save(): Promise<void> {
    try {
      const parsed: unknown = JSON.parse(draft ?? "");
      if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
        setError('Expected a JSON object, such as { "size": "XL" }.');
        return;
      }
      setError(undefined);
      if ((await onSave(parsed as Record<string, unknown>)) !== undefined) setDraft(undefined);
    } catch (failure) {
      setError(`This is not JSON: ${(failure as Error).message}`);
    }
  }

  if (draft === undefined) {
    const entries = Object.entries(value).filter(([, field]) => field !== undefined);
    return (
      <>
        {entries.length === 0 && <p class="faint">{empty}</p>}
        <dl class="fields">
          {entries.map(([name, field]) => {
            const isChanged = [...changed].some((path) => touches(path, `${prefix}.${name}`));
            return (
              <div key={name} class={isChanged ? "changed" : ""}>
                <dt>
                  {name}
                  {isChanged && <span class="badge">changed</span>}
                </dt>
                {field === null ? <dd class="faint">none</dd> : <dd>{inOneLine(field)}</dd>}
              </div>
            );
          })}
        </dl>
        <button
          type="button"
          class="quiet edit-button"
          disabled={busy.value}
          onClick={() => setDraft(JSON.stringify(value, null, 2))}
        >
          Edit<span class="visually-hidden"> {label}</span>
        </button>
      </>
    );
  }
  return (
    <div class="json-editor">
      <label>
        <span class="visually-hidden">{label} as JSON</span>
        <textarea
          rows={Math.min(16, draft.split("\n").length + 1)}
          spellcheck={false}
          value={draft}
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        />
      </label>
      {error !== undefined && (
        <p class="problem" role="alert">
          {error}
        </p>
      )}
      <div class="tool-form">
        <button type="button" class="primary" disabled={busy.value} onClick={save}>
          Save<span class="visually-hidden"> {label}</span>
        </button>
        <button
          type="button"
          onClick={() => {
            setDraft(undefined);
            setError(undefined);
          }}
        >
          Cancel
        </button>
      </div>
    </div>
  );
}

function touches(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
}
