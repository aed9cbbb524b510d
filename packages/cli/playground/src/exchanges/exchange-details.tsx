import { lazy, Suspense } from "preact/compat";
import { useState } from "preact/hooks";
import type { ExchangeView } from "../../../src/dev/protocol.ts";
import { ask } from "../connection.ts";
import { JsonView } from "./json-view.tsx";

// The editor is the heavy part of the page, so it is loaded when it is first opened.
const BodyEditor = lazy(() => import("./body-editor.tsx"));

const faults = [
  "wrong-key",
  "stale",
  "future",
  "duplicate",
  "truncated",
  "reserialised",
  "slow",
  "no-date",
  "two-signatures",
] as const;

/** One exchange: signature, request, answer, and what can be done with it. */
export function ExchangeDetails({ view }: { readonly view: ExchangeView }) {
  const { exchange, signature } = view;
  const { request, response, problem, warnings } = exchange;
  const [draft, setDraft] = useState<string | undefined>();
  const [copied, setCopied] = useState(false);
  const paths = new Set([...(problem?.errors ?? []), ...warnings].map(({ path }) => path));

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(view.curl);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      // Without the permission the command can be selected by hand below.
    }
  }

  return (
    <article class="exchange-details" aria-label={`Exchange ${view.id}`}>
      <div class="exchange-tools">
        <button type="button" onClick={() => ask((calls) => calls.resend({ exchange: view.id }))}>
          Send again
        </button>
        <button
          type="button"
          aria-expanded={draft !== undefined}
          onClick={() => setDraft(draft === undefined ? pretty(request.body) : undefined)}
        >
          Edit and re-sign
        </button>
        <button type="button" onClick={copy}>
          {copied ? "Copied" : "Copy as curl"}
        </button>
        <label>
          <span class="visually-hidden">Send it with a fault</span>
          <select
            value=""
            onChange={({ currentTarget }) => {
              const fault = currentTarget.value;
              currentTarget.value = "";
              if (fault !== "") void ask((calls) => calls.resend({ exchange: view.id, fault }));
            }}
          >
            <option value="">Send with a fault …</option>
            {faults.map((fault) => (
              <option key={fault}>{fault}</option>
            ))}
          </select>
        </label>
      </div>
      {draft !== undefined && (
        <div class="json-editor">
          <Suspense fallback={<p class="faint">The editor is loading.</p>}>
            <BodyEditor value={draft} onChange={setDraft} label="Body of the request" />
          </Suspense>
          <button
            type="button"
            class="primary"
            onClick={() => ask((calls) => calls.resend({ exchange: view.id, body: draft }))}
          >
            Sign and send
          </button>
        </div>
      )}
      {problem !== undefined && (
        <section class="problem" aria-label="Problem">
          <h3>
            {problem.status} {problem.code}
          </h3>
          <p>{problem.detail ?? problem.title}</p>
          {(problem.errors ?? []).length > 0 && (
            <ul>
              {problem.errors?.map(({ path, message }) => (
                <li key={`${path} ${message}`}>
                  <code>{path}</code>: {message}
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      {warnings.length > 0 && (
        <section class="warning" aria-label="Broken limits">
          <h3>The answer breaks limits of the platform</h3>
          <ul>
            {warnings.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code>{path}</code>: {message}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label="Signature">
        <h3>
          Signature: <span class={`verdict verdict-${signature.verdict}`}>{signature.verdict}</span>
        </h3>
        {signature.diagnosis !== null && <p class="diagnosis">{signature.diagnosis.message}</p>}
        {signature.signedPrefix !== null && (
          <dl class="fields">
            <div>
              <dt>signed text</dt>
              <dd>
                <code>{JSON.stringify(signature.signedPrefix).slice(1, -1)}</code> and the body
              </dd>
            </div>
            <div>
              <dt>header</dt>
              <dd>
                <code>{signature.header}</code>
              </dd>
            </div>
            <div>
              <dt>key</dt>
              <dd>{signature.key}</dd>
            </div>
          </dl>
        )}
      </section>
      <Part title="Request" headers={request.headers} body={request.body} />
      <Part title="Answer" headers={response.headers} body={response.body} marked={paths} />
    </article>
  );
}

interface PartProps {
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly marked?: ReadonlySet<string>;
}

function Part({ title, headers, body, marked }: PartProps) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <details>
        <summary>{Object.keys(headers).length} headers</summary>
        <pre>
          {Object.entries(headers)
            .map(([name, value]) => `${name}: ${value}`)
            .join("\n")}
        </pre>
      </details>
      <JsonView
        text={body}
        marked={marked ?? new Set()}
        label={`Body of the ${title.toLowerCase()}`}
      />
    </section>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
