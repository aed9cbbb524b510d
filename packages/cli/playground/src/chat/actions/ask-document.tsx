import type { AskDocumentAction } from "@clustaar/schemas";
import { useState } from "preact/hooks";
import { busy, situation } from "../../state.ts";
import { Icon } from "../../ui/icon.tsx";
import { RichText } from "../../ui/rich-text.tsx";
import { play } from "../composer.tsx";
import { BotBubble } from "./bot-bubble.tsx";
import type { ActionProps } from "./registry.tsx";

/** A request for documents, each with a field for its address. */
export function AskDocument({
  action: { message, documents },
  answerable,
}: ActionProps<AskDocumentAction>) {
  const handedIn = situation.value?.documents ?? {};
  const next = documents.find(({ name }) => !Object.hasOwn(handedIn, name));
  return (
    <div class="said">
      <BotBubble text={message} />
      <ul class="plain documents">
        {documents.map((document) => {
          const isThere = Object.hasOwn(handedIn, document.name);
          return (
            <li key={document.name} class={isThere ? "document done" : "document"}>
              <Icon name={isThere ? "check" : "file"} />
              <div class="grow">
                <strong>{document.name}</strong> {isThere && <span class="faint">handed in</span>}
                {document.message !== "" && (
                  <p>
                    <RichText text={document.message} />
                  </p>
                )}
                {document.authorizedFileTypes.length > 0 && (
                  <p class="faint">{document.authorizedFileTypes.join(", ")}</p>
                )}
                {answerable && document === next && (
                  <HandIn name={document.name} types={document.authorizedFileTypes} />
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

type Kind = "image" | "audio" | "video" | "file";

function kindOf(contentTypes: readonly string[]): Kind {
  const kind = /^(image|audio|video)/.exec(contentTypes[0] ?? "")?.[1];
  return (kind as Kind | undefined) ?? "file";
}

interface HandInProps {
  readonly name: string;
  readonly types: readonly string[];
}

function HandIn({ name, types }: HandInProps) {
  const ending = types[0]?.split("/")[1] ?? "pdf";
  const [url, setUrl] = useState(`https://files.example/${encodeURIComponent(name)}.${ending}`);
  const send = () =>
    url !== "" && play({ type: "attach", attachments: [{ type: kindOf(types), url }] });
  return (
    <div class="tool-form">
      <label class="grow">
        <span class="visually-hidden">Address of {name}</span>
        <input
          type="url"
          placeholder="https://…"
          value={url}
          onInput={({ currentTarget }) => setUrl(currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && void send()}
        />
      </label>
      <button type="button" disabled={busy.value || url === ""} onClick={send}>
        Hand in
      </button>
    </div>
  );
}
