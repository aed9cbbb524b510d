import type { AskDocumentAction } from "@clustaar/schemas";
import { useState } from "preact/hooks";
import { busy, situation } from "../../state.ts";
import { RichText } from "../../ui/rich-text.tsx";
import { play } from "../composer.tsx";
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
      <div class="bubble bot">
        <span class="visually-hidden">Bot: </span>
        <RichText text={message} />
      </div>
      <ul class="documents">
        {documents.map((document) => (
          <li key={document.name}>
            <strong>{document.name}</strong> <RichText text={document.message} />
            {document.authorizedFileTypes.length > 0 && (
              <p class="faint">{document.authorizedFileTypes.join(", ")}</p>
            )}
            {answerable && document === next && (
              <HandIn name={document.name} type={kindOf(document.authorizedFileTypes)} />
            )}
            {Object.hasOwn(handedIn, document.name) && <p class="done">handed in</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}

type Kind = "image" | "audio" | "video" | "file";

function kindOf(contentTypes: readonly string[]): Kind {
  const kind = /^(image|audio|video)/.exec(contentTypes[0] ?? "")?.[1];
  return (kind as Kind | undefined) ?? "file";
}

function HandIn({ name, type }: { readonly name: string; readonly type: Kind }) {
  const [url, setUrl] = useState("");
  const send = () => url !== "" && play({ type: "attach", attachments: [{ type, url }] });
  return (
    <div class="composer-row">
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
