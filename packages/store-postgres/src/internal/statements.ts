/**
 * The statements of one table. Each is atomic by itself, so that any pool will do. Times come from the server's clock, the same
 * for all instances, and from the moment a row is looked at: a statement may have waited for another one.
 *
 * A row has the last claim's `token`, `held_until` while that claim holds, and what is kept: progress, or a result if `done`.
 *
 * A statement that is sent again, because its answer was lost with the connection, says what it said before.
 */
export function statements(table: string) {
  const now = "clock_timestamp()";
  const after = (parameter: string) => `${now} + ${parameter} * interval '1 millisecond'`;
  const mine = `key = $1 AND token = $2 AND held_until > ${now}`;
  const fresh = `c.kept_until > ${now}`;
  return {
    /** Key, token, lease. Gives the state and the value; no row: another claim was made at the same moment. */
    claim: `
WITH taken AS (
  SELECT CASE WHEN c.done AND ${fresh} THEN 'done' ELSE 'pending' END AS state,
         CASE WHEN c.done AND ${fresh} THEN c.value END AS value
  FROM ${table} c
  WHERE key = $1 AND ((c.done AND ${fresh}) OR (c.held_until > ${now} AND c.token <> $2))
), claimed AS (
  INSERT INTO ${table} AS c (key, token, held_until, expires)
  SELECT $1::bytea, $2::text, ${after("$3::float8")}, ${after("$3::float8")}
  WHERE NOT EXISTS (SELECT FROM taken)
  ON CONFLICT (key) DO UPDATE SET
    token = EXCLUDED.token,
    held_until = EXCLUDED.held_until,
    value = CASE WHEN ${fresh} THEN c.value END,
    kept_until = CASE WHEN ${fresh} THEN c.kept_until END,
    done = false,
    expires = greatest(EXCLUDED.expires, c.kept_until)
  WHERE NOT (c.done AND ${fresh})
    AND (c.held_until IS NULL OR c.held_until <= ${now} OR c.token = EXCLUDED.token)
  RETURNING 'new' AS state, value
)
SELECT state, value FROM claimed UNION ALL SELECT state, value FROM taken`,

    /** Key, token, lease and, with progress, its value and how long it is kept. */
    renew: `
UPDATE ${table} SET
  held_until = ${after("$3::float8")},
  value = CASE WHEN $4::bytea IS NULL THEN value ELSE $4 END,
  kept_until = CASE WHEN $4::bytea IS NULL THEN kept_until ELSE ${after("$5::float8")} END,
  expires = greatest(${after("$3::float8")}, CASE WHEN $4::bytea IS NULL THEN kept_until ELSE ${after("$5::float8")} END)
WHERE ${mine}`,

    /** Key, token, the result and how long it is kept. */
    complete: `
UPDATE ${table} SET
  held_until = NULL,
  value = $3,
  kept_until = ${after("$4::float8")},
  expires = ${after("$4::float8")},
  done = true
WHERE (${mine}) OR (key = $1 AND token = $2 AND done AND value = $3 AND kept_until > ${now})`,

    /** Key, token. */
    release: `
UPDATE ${table} SET held_until = NULL, expires = greatest(kept_until, ${now})
WHERE ${mine}`,

    /** How many rows at most. */
    sweep: `
DELETE FROM ${table} WHERE key IN (
  SELECT key FROM ${table} WHERE expires <= ${now} LIMIT $1 FOR UPDATE SKIP LOCKED
)`,
  };
}
