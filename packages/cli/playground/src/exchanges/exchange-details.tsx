import { lazy, Suspense } from "preact/compat";
import { useState } from "preact/hooks";
import type { ExchangeView } from "../../../src/dev/protocol.ts";
import { ask } from "../connection.ts";
import { Icon } from "../ui/icon.tsx";
import { faults } from "./faults.ts";
import { Problem, Signature, Warnings } from "./findings.tsx";
import { JsonView } from "./json-view.tsx";
import { opened } from "./opened.ts";
import { bytes, pretty } from "./texts.ts";

// The editor is the heavy part of the page, so it is loaded when it is first opened.
const BodyEditor = lazy(() => import("./body-editor.tsx"));

/** One exchange: signature, request, answer, and what can be done with it. */
export function ExchangeDetails({ view }: { readonly view: ExchangeView }) {
  const { exchange } = view;
  const { request, response, problem, warnings } = exchange;
  const [draft, setDraft] = useState<string | undefined>();
  const status = response.status;
  // What a 4xx names stands in the request; what a broken limit names, in the answer, or in its list of errors.
  const errors = problem?.errors ?? [];
  const inRequest = status >= 400 && status < 500 ? errors.map(({ path }) => path) : [];
  const inAnswer = [
    ...warnings.map(({ path }) => path),
    ...errors.map((_, index) => `errors/${index}/path`),
  ];

  /** Sends it once more, and shows the outcome. */
  async function resend(changes: { body?: string; fault?: string }): Promise<void> {
    const sent = await ask((calls) => calls.resend({ exchange: view.id, ...changes }));
    if (sent !== undefined) opened.value = sent.id;
  }

  return (
    <article class="exchange-details" aria-label={`Exchange ${view.id}`}>
      <div class="exchange-tools">
        <button type="button" class="with-icon" onClick={() => resend({})}>
          <Icon name="resend" /> Send again
        </button>
        <button
          type="button"
          class="with-icon"
          aria-expanded={draft !== undefined}
          onClick={() => setDraft(draft === undefined ? pretty(request.body) : undefined)}
        >
          <Icon name="edit" /> Edit and re-sign
        </button>
        <CopyButton text={view.curl} />
        <label>
          <span class="visually-hidden">Send it with a fault</span>
          <select
            value=""
            onChange={({ currentTarget }) => {
              const fault = currentTarget.value;
              currentTarget.value = "";
              if (fault !== "") void resend({ fault });
            }}
          >
            <option value="">Send with a fault …</option>
            {Object.entries(faults).map(([fault, says]) => (
              <option key={fault} value={fault}>
                {fault}: {says}
              </option>
            ))}
          </select>
        </label>
      </div>
      {draft !== undefined && (
        <div class="json-editor">
          <Suspense fallback={<p class="faint">The editor is loading.</p>}>
            <BodyEditor value={draft} onChange={setDraft} label="Body of the request" />
          </Suspense>
          <button type="button" class="primary" onClick={() => resend({ body: draft })}>
            Sign and send
          </button>
        </div>
      )}
      {problem !== undefined && <Problem problem={problem} />}
      {warnings.length > 0 && <Warnings warnings={warnings} />}
      <Signature signature={view.signature} />
      <Part title="Answer" {...response} marked={new Set(inAnswer)} note={`${status}`} />
      <Part title="Request" {...request} marked={new Set(inRequest)} note={request.method} />
      <details>
        <summary>As a curl command</summary>
        <pre class="json">{view.curl}</pre>
      </details>
    </article>
  );
}

function CopyButton({ text }: { readonly text: string }) {
  const [said, setSaid] = useState<string | undefined>();

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      // Without the permission it is copied by hand.
      setSaid("Not allowed: it is below");
    }
    setTimeout(() => setSaid(undefined), 2000);
  }

  return (
    <>
      <button type="button" class="with-icon" onClick={copy}>
        <Icon name={said === "Copied" ? "check" : "copy"} /> {said ?? "Copy as curl"}
      </button>
      <span class="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly marked: ReadonlySet<string>;
  readonly note: string;
}

function Part({ title, headers, body, marked, note }: PartProps) {
  return (
    <section aria-label={title}>
      <h3>
        {title}{" "}
        <span class="faint">
          {note}, {bytes(body)}
        </span>
      </h3>
      <details class="headers">
        <summary>{Object.keys(headers).length} headers</summary>
        <pre>
          {Object.entries(headers)
            .map(([name, value]) => `${name}: ${value}`)
            .join("\n")}
        </pre>
      </details>
      <JsonView text={body} marked={marked} label={`Body of the ${title.toLowerCase()}`} />
    </section>
  );
}
