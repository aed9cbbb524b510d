import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { VisitorInput } from "../../../src/dev/protocol.ts";
import { ask } from "../connection.ts";
import { bot, busy, revealing, turns } from "../state.ts";

const draft = signal("");
const tool = signal<"none" | "attach" | "event" | "page">("none");

/** Plays an input, and shows the rest of the last turn at once. */
export function play(input: VisitorInput): Promise<unknown> {
  revealing.value = undefined;
  return ask((calls) => calls.play(input));
}

/** Where the visitor types; the arrow up brings back what was said last. */
export function Composer() {
  const field = useRef<HTMLTextAreaElement>(null);

  async function send(): Promise<void> {
    const text = draft.value;
    if (text === "" || busy.value) return;
    draft.value = "";
    const done = await play({ type: "say", text });
    if (done === undefined) draft.value = text;
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void send();
    } else if (event.key === "ArrowUp" && draft.value === "") {
      const said = turns.value.findLast(({ turn }) => turn.input.type === "say")?.turn.input;
      if (said?.type === "say") {
        event.preventDefault();
        draft.value = said.text;
      }
    }
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <ToolForm />
      <div class="composer-row">
        <label class="grow">
          <span class="visually-hidden">What the visitor says</span>
          <textarea
            ref={field}
            rows={1}
            placeholder="What the visitor says"
            value={draft.value}
            onInput={({ currentTarget }) => (draft.value = currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        </label>
        <button type="submit" class="primary" disabled={busy.value || draft.value === ""}>
          Send
        </button>
      </div>
      <div class="composer-tools">
        <ToolButton name="attach" title="Attach a file" />
        <ToolButton name="event" title="Send an event" />
        <ToolButton name="page" title="Load a page" />
        <StepMenu />
      </div>
    </form>
  );
}

function ToolButton({
  name,
  title,
}: {
  readonly name: "attach" | "event" | "page";
  readonly title: string;
}) {
  return (
    <button
      type="button"
      class="quiet"
      aria-expanded={tool.value === name}
      onClick={() => (tool.value = tool.value === name ? "none" : name)}
    >
      {title}
    </button>
  );
}

function StepMenu() {
  const steps = bot.value?.steps ?? [];
  if (steps.length === 0) {
    return (
      <button
        type="button"
        class="quiet"
        disabled={busy.value}
        onClick={() => play({ type: "reach", step: "" })}
      >
        Reach the step
      </button>
    );
  }
  return (
    <label>
      <span class="visually-hidden">Reach a step</span>
      <select
        value=""
        disabled={busy.value}
        onChange={({ currentTarget }) => {
          const { value } = currentTarget;
          currentTarget.value = "";
          if (value !== "") void play({ type: "reach", step: value });
        }}
      >
        <option value="">Reach a step …</option>
        {steps.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const attachmentTypes = ["image", "file", "audio", "video"] as const;
const attachmentType = signal<(typeof attachmentTypes)[number]>("image");
const typed = signal("");

/** What a tool asks for before it sends: one field, and for a file its kind. */
function ToolForm() {
  const name = tool.value;
  if (name === "none") return null;
  const label = {
    attach: "Address of the file",
    event: "Name of the event",
    page: "Address of the page",
  }[name];

  function submit(): void {
    const value = typed.value.trim();
    if (value === "") return;
    typed.value = "";
    tool.value = "none";
    if (name === "attach") {
      void play({ type: "attach", attachments: [{ type: attachmentType.value, url: value }] });
    } else if (name === "event") {
      void play({ type: "send", input: { type: "custom_event", name: value } });
    } else {
      void play({ type: "send", input: { type: "url_loaded_event", url: value } });
    }
  }

  return (
    <div class="composer-row">
      {name === "attach" && (
        <label>
          <span class="visually-hidden">Kind of file</span>
          <select
            value={attachmentType.value}
            onChange={({ currentTarget }) =>
              (attachmentType.value = currentTarget.value as (typeof attachmentTypes)[number])
            }
          >
            {attachmentTypes.map((type) => (
              <option key={type}>{type}</option>
            ))}
          </select>
        </label>
      )}
      <label class="grow">
        <span class="visually-hidden">{label}</span>
        <input
          type="text"
          placeholder={label}
          value={typed.value}
          onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            submit();
          }}
        />
      </label>
      <button type="button" disabled={busy.value} onClick={submit}>
        Send
      </button>
    </div>
  );
}
