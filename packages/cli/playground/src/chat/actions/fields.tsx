/** The fields of a model, one a row; what is nested is shown as JSON. */
export function Fields({ value }: { readonly value: object }) {
  const rows = Object.entries(value).filter(
    ([name, field]) => name !== "type" && field !== undefined && field !== null,
  );
  if (rows.length === 0) return <p class="faint">It has no fields.</p>;
  return (
    <dl class="fields">
      {rows.map(([name, field]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {typeof field === "object" ? (
              <pre>{JSON.stringify(field, null, 2).slice(0, 5000)}</pre>
            ) : (
              String(field)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
