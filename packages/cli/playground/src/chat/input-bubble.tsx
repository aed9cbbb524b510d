import type { ComponentChildren } from "preact";
import type { VisitorInput } from "../../../src/dev/protocol.ts";

/** What the visitor, or the tester, did to start a turn. */
export function InputBubble({ input }: { readonly input: VisitorInput }) {
  switch (input.type) {
    case "say":
      return <Said>{input.text}</Said>;
    case "click":
      return (
        <Said>
          <span class="pressed">{input.title}</span>
        </Said>
      );
    case "choose":
      return (
        <Said>
          {input.list}: <span class="pressed">{input.title}</span>
        </Said>
      );
    case "attach":
      return (
        <Said>
          {input.attachments.map((attachment, index) => (
            // What was sent once is never put into another order.
            <span key={index} class="attachment">
              {attachment.type}: {"url" in attachment ? String(attachment.url) : ""}
            </span>
          ))}
        </Said>
      );
    case "rate":
      return <Said>Rating: {input.rating}</Said>;
    case "locate":
      return (
        <Said>
          Location: {input.lat}, {input.long}
        </Said>
      );
    case "reach":
      return <p class="system-note">The conversation reaches a step: {input.step}</p>;
    case "send":
      return (
        <p class="system-note">
          Input <code>{String(input.input.type)}</code>
          {typeof input.input.name === "string" && ` ${input.input.name}`}
          {typeof input.input.url === "string" && ` ${input.input.url}`}
        </p>
      );
    case "edit": {
      const { type: _edit, ...changes } = input;
      return <p class="system-note">Edited by hand: {Object.keys(changes).join(", ")}</p>;
    }
  }
}

function Said({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="bubble visitor">
      <span class="visually-hidden">Visitor: </span>
      {children}
    </p>
  );
}
