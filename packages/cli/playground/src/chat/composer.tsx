import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { VisitorInput } from "../../../src/dev/protocol.ts";
import { ask } from "../connection.ts";
import { bot, busy, revealing, turns } from "../state.ts";
import { Icon } from "../ui/icon.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { ToolForm, tool } from "./tool-form.tsx";

const draft = signal("");

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
      <ToolForm play={play} draft={draft} />
      <div class="composer-box">
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
        <div class="composer-tools">
          <ToolButton name="attach" title="Attach a file" icon="attach" />
          <ToolButton name="event" title="Send an event" icon="event" />
          <ToolButton name="page" title="Load a page" icon="page" />
          <StepMenu />
          <button
            type="submit"
            class="primary send"
            title="Send (Enter); a new line: Shift + Enter"
            aria-label="Send"
            disabled={busy.value || draft.value === ""}
          >
            <Icon name="send" />
          </button>
        </div>
      </div>
    </form>
  );
}

interface ToolButtonProps {
  readonly name: "attach" | "event" | "page";
  readonly title: string;
  readonly icon: "attach" | "event" | "page";
}

function ToolButton({ name, title, icon }: ToolButtonProps) {
  return (
    <IconButton
      label={title}
      icon={icon}
      expanded={tool.value === name}
      onClick={() => (tool.value = tool.value === name ? "none" : name)}
    />
  );
}

function StepMenu() {
  const steps = bot.value?.steps ?? [];
  if (steps.length === 0) {
    return (
      <button
        type="button"
        class="quiet with-icon"
        disabled={busy.value}
        onClick={() => play({ type: "reach", step: "" })}
      >
        <Icon name="step" /> Reach the step
      </button>
    );
  }
  return (
    <label class="step-menu">
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
