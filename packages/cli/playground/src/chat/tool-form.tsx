import { type Signal, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { VisitorInput } from "../../../src/dev/protocol.ts";
import { busy } from "../state.ts";

/** The tool of the composer that is open. */
export const tool = signal<"none" | "attach" | "event" | "page">("none");

const attachmentTypes = ["image", "file", "audio", "video"] as const;
const attachmentType = signal<(typeof attachmentTypes)[number]>("image");
const typed = signal("");

const labels = {
  attach: "Address of the file",
  event: "Name of the event",
  page: "Address of the page",
} as const;

interface ToolFormProps {
  readonly play: (input: VisitorInput) => Promise<unknown>;
  /** What stands in the visitor's field: a file is sent together with it. */
  readonly draft: Signal<string>;
}

/** What a tool asks for before it sends: one field, and for a file its kind. */
export function ToolForm({ play, draft }: ToolFormProps) {
  const name = tool.value;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), [name]);
  if (name === "none") return null;
  const label = labels[name];

  async function submit(): Promise<void> {
    const value = typed.value.trim();
    if (value === "" || name === "none") return;
    const text = draft.value;
    if ((await play(inputOf(name, value, text))) === undefined) return;
    if (name === "attach" && draft.value === text) draft.value = "";
    typed.value = "";
    tool.value = "none";
  }

  return (
    <div class="tool-form">
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
          ref={field}
          type="text"
          placeholder={label}
          value={typed.value}
          onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") tool.value = "none";
            if (event.key !== "Enter") return;
            event.preventDefault();
            void submit();
          }}
        />
      </label>
      <button type="button" disabled={busy.value || typed.value.trim() === ""} onClick={submit}>
        {name === "page" ? "Load" : name === "attach" ? "Attach" : "Send the event"}
      </button>
    </div>
  );
}

function inputOf(name: "attach" | "event" | "page", value: string, text: string): VisitorInput {
  switch (name) {
    case "attach": {
      const attachments = [{ type: attachmentType.value, url: value }];
      return text === ""
        ? { type: "attach", attachments }
        : { type: "send", input: { type: "message", text, attachments } };
    }
    case "event":
      return { type: "send", input: { type: "custom_event", name: value } };
    case "page":
      return { type: "send", input: { type: "url_loaded_event", url: value } };
  }
}
