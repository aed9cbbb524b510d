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
      return (
        <Said>
          {input.attachments.map((attachment, index) => (
            // What was sent once is never put into another order.
            <AttachmentView key={index} attachment={attachment} />
          ))}
        </Said>
      );
    case "rate":
      return (
        <Said>
          <span class="said-on">rates</span> <span class="pressed">{input.rating}</span>
        </Said>
      );
    case "locate":
      return (
        <Said>
          <Icon name="pin" /> <span class="visually-hidden">shares the location </span>
          {input.lat}, {input.long}
        </Said>
      );
    case "reach":
      return <Aside icon="step">The conversation reaches a step</Aside>;
    case "send": {
      const { type, name, url } = input.input;
      return (
        <Aside icon={type === "url_loaded_event" ? "page" : "event"}>
          Input <code>{String(type)}</code> {textOf(name)} {textOf(url)}
        </Aside>
      );
    }
    case "edit": {
      const { type: _edit, ...changes } = input;
      return <Aside icon="edit">Edited by hand: {Object.keys(changes).join(", ")}</Aside>;
    }
  }
}

const icons = { file: "file", image: "image", audio: "event", video: "image" } as const;

function AttachmentView({ attachment }: { readonly attachment: Attachment }) {
  if (attachment.type === "unknown") {
    return <span class="attachment">{JSON.stringify(attachment.wire).slice(0, 500)}</span>;
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
