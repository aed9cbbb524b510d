import { server } from "./state.ts";

/** A file that cannot be loaded: its message, its line, and some lines around it. */
export function ServerError() {
  const error = server.value?.status === "broken" ? server.value.error : null;
  if (!error) return null;
  const place = [error.file, error.line, error.column].filter((part) => part !== null).join(":");
  return (
    <section class="server-error" aria-label="The webhook is broken" role="alert">
      <h2>The webhook is broken; it is started again when you save it.</h2>
      <p>
        {error.message}
        {place !== "" && (
          <>
            {" "}
            at <code>{place}</code>
          </>
        )}
      </p>
      {error.frame !== null && (
        <pre>
          {error.frame.split("\n").map((line, index) => (
            // Lines never change their order.
            <span key={index} class={line.startsWith(">") ? "frame-line at-fault" : "frame-line"}>
              {`${line}\n`}
            </span>
          ))}
        </pre>
      )}
    </section>
  );
}
