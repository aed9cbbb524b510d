import { play } from "../chat/composer.tsx";
import { bot, busy } from "../state.ts";

/** The bot file's steps; pressing one lets the conversation reach it. */
export function Steps({ current }: { readonly current: string }) {
  const view = bot.value;
  if (view === undefined) return null;
  return (
    <section class="group" aria-labelledby="steps-title">
      <h2 id="steps-title">
        Steps
        {view.file !== null && (
          <span class="faint">
            {" "}
            from <code>{view.file}</code>
          </span>
        )}
      </h2>
      {view.error !== null && (
        <p class="problem" role="alert">
          {view.error}
        </p>
      )}
      {view.file === null && (
        <p class="faint">
          Without a bot file there is one step, <code>{current}</code>. Write a{" "}
          <code>bot.json</code> beside the webhook, or give one with <code>--bot</code>.
        </p>
      )}
      <ul class="plain steps">
        {view.steps.map(({ id, name, webhook }) => (
          <li key={id}>
            <button
              type="button"
              class="step"
              disabled={busy.value}
              title={`Reach the step ${id}`}
              {...(id === current ? { "aria-current": "step" as const } : {})}
              onClick={() => play({ type: "reach", step: id })}
            >
              <span class="grow">{name}</span>
              <span class="faint">{webhook ? "webhook" : "own actions"}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
