import type { Attachment } from "@clustaar/schemas";
import type { ComponentChildren } from "preact";
import type { VisitorInput } from "../../../src/dev/protocol.ts";
import { Icon } from "../ui/icon.tsx";
import { Picture } from "../ui/picture.tsx";

/** What the visitor, or the tester, did to start a turn. */
export function InputBubble({ input }: { readonly input: VisitorInput }) {
  switch (input.type) {
    case "say":
      return <Said>{input.text}</Said>;
    case "click":
      return (
        <Said>
          <span class="visually-hidden">presses </span>
          <span class="pressed">{input.title}</span>
          {input.card !== undefined && <span class="said-on"> on {input.card}</span>}
        </Said>
      );
    case "choose":
      return (
        <Said>
          <span class="visually-hidden">chooses from </span>
          <span class="said-on">{input.list}</span> <span class="pressed">{input.title}</span>
        </Said>
      );
    case "attach":
      return <Said>{attachmentViews(input.attachments)}</Said>;
    case "rate":
      return (
        <Said>
          <span class="said-on">rates</span> <span class="pressed">{input.rating}</span>
        </Said>
      );
    case "locate":
      return (
        <Said>
          <span class="attachment">
            <Icon name="pin" />
            <span>
              <span class="visually-hidden">shares the location </span>
              {input.lat}, {input.long}
            </span>
          </span>
        </Said>
      );
    case "reach":
      return <Aside icon="step">The conversation reaches a step</Aside>;
    case "send":
      return <SentBubble input={input.input} />;
    case "edit": {
      const { type: _edit, ...changes } = input;
      return <Aside icon="edit">Edited by hand: {Object.keys(changes).join(", ")}</Aside>;
    }
  }
}

/** An input that was handed over, as on the wire. */
function SentBubble({ input }: { readonly input: Readonly<Record<string, unknown>> }) {
  const { type, text, attachments, name, url, target } = input;
  switch (type) {
    case "message":
      return (
        <Said>
          {textOf(text)}
          {attachmentViews(Array.isArray(attachments) ? attachments : [])}
        </Said>
      );
    case "custom_event":
    case "url_loaded_event":
    case "go_to_action":
      return (
        <Aside icon={type === "url_loaded_event" ? "page" : "event"}>
          Input <code>{type}</code> {textOf(name)} {textOf(url)} {textOf(fieldOf(target, "name"))}
        </Aside>
      );
    default:
      return (
        <Aside icon="event">
          Unknown input <code>{JSON.stringify(input).slice(0, 500)}</code>
        </Aside>
      );
  }
}

const icons = { file: "file", image: "image", audio: "audio", video: "video" } as const;

function attachmentViews(attachments: readonly unknown[]) {
  return attachments.map((attachment, index) => (
    // What was sent once is never put into another order.
    <AttachmentView key={index} attachment={attachment} />
  ));
}

/** A file; what is none that this page knows is shown as it is. */
function AttachmentView({ attachment }: { readonly attachment: unknown }) {
  if (!isFile(attachment)) {
    return <span class="attachment">{JSON.stringify(wireOf(attachment)).slice(0, 500)}</span>;
  }
  const { type, url } = attachment;
  if (type === "image") return <Picture url={url} alt={fileName(url)} />;
  return (
    <span class="attachment" title={url}>
      <Icon name={icons[type]} />
      <span class="visually-hidden">{type} </span>
      {fileName(url)}
    </span>
  );
}

type File = Exclude<Attachment, { readonly type: "unknown" }>;

function isFile(value: unknown): value is File {
  const type = fieldOf(value, "type");
  return (
    typeof type === "string" &&
    Object.hasOwn(icons, type) &&
    typeof fieldOf(value, "url") === "string"
  );
}

function wireOf(value: unknown): unknown {
  return fieldOf(value, "type") === "unknown" ? (fieldOf(value, "wire") ?? value) : value;
}

function fieldOf(value: unknown, name: string): unknown {
  return (value as Record<string, unknown> | null | undefined)?.[name];
}

function fileName(url: string): string {
  return (url.split(/[?#]/, 1)[0]?.split("/").at(-1) || url).slice(0, 100);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function Said({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="bubble visitor">
      <span class="visually-hidden">Visitor: </span>
      {children}
    </p>
  );
}

interface AsideProps {
  readonly icon: "step" | "event" | "page" | "edit";
  readonly children: ComponentChildren;
}

/** What happened without the visitor saying anything. */
function Aside({ icon, children }: AsideProps) {
  return (
    <p class="aside">
      <Icon name={icon} /> <span>{children}</span>
    </p>
  );
}
