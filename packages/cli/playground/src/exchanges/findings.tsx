import type { Exchange } from "@clustaar/testing";
import type { SignatureView } from "../../../src/dev/protocol.ts";
import { Icon } from "../ui/icon.tsx";

/** More than these say nothing more. */
const MOST = 50;

/** Why there is no answer, place by place. */
export function Problem({ problem }: { readonly problem: NonNullable<Exchange["problem"]> }) {
  return (
    <section class="problem" aria-label="Problem">
      <h3>
        {problem.status} {problem.code}
      </h3>
      <p>{problem.detail ?? problem.title}</p>
      <Places places={problem.errors ?? []} />
    </section>
  );
}

/** Limits that an answer breaks although it could be read. */
export function Warnings({ warnings }: Pick<Exchange, "warnings">) {
  return (
    <section class="warning" aria-label="Broken limits">
      <h3>The answer breaks limits of the platform</h3>
      <Places places={warnings} />
    </section>
  );
}

function Places({ places }: { readonly places: Exchange["warnings"] }) {
  if (places.length === 0) return null;
  return (
    <ul>
      {places.slice(0, MOST).map(({ path, message }) => (
        <li key={`${path} ${message}`}>
          <code>{path}</code>: {message}
        </li>
      ))}
      {places.length > MOST && <li>and {places.length - MOST} more</li>}
    </ul>
  );
}

/** What was signed, with which key, and whether it was accepted. */
export function Signature({ signature }: { readonly signature: SignatureView }) {
  const { verdict, diagnosis, signedPrefix, header, key } = signature;
  return (
    <section class="signature" aria-label="Signature">
      <h3>
        Signature:{" "}
        <span class={`verdict verdict-${verdict}`}>
          <Icon name="shield" />
          {verdict}
        </span>
      </h3>
      {diagnosis !== null && <p class="diagnosis">{diagnosis.message}</p>}
      {signedPrefix !== null && (
        <dl class="fields">
          <div>
            <dt>signed text</dt>
            <dd>
              <code>{JSON.stringify(signedPrefix).slice(1, -1)}</code> and the body
            </dd>
          </div>
          <div>
            <dt>header</dt>
            <dd>
              <code>{header}</code>
            </dd>
          </div>
          <div>
            <dt>key</dt>
            <dd>{key}</dd>
          </div>
        </dl>
      )}
    </section>
  );
}
