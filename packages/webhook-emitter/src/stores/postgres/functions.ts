const byIndex = [
  "seqscan",
  "hashjoin",
  "mergejoin",
  // A plain index scan marks what is dead, so that the next one skips it; a bitmap scan visits it again each time.
  "bitmapscan",
]
  .map((way) => `SET enable_${way} = off`)
  // Costs look high where nothing may be but by index: compiling such a statement takes longer than running it.
  .concat("SET jit = off")
  .join(" ");

/**
 * The functions of the store, in the schema `s`: what has to be one step, in one round trip. Each statement of such a function
 * sees what was committed before that statement, which the order of a group and the limits of a webhook rely on:
 *
 * - `claim` first locks the rows of the webhooks, skipping those that another process is just claiming for, and then counts what
 *   runs: two processes cannot both take the last place. Within a webhook it waits for the process that changes a row, which is short.
 * - The process that ends a first attempt changes its row in one statement, and lets the group go on in a later one, so that it sees each
 *   follower that was stored before. A follower that is stored meanwhile is looked after by `unblock`, which waits for the row.
 *
 * Plans are kept for as long as a connection lives, and the first ones are made while the tables are small: they may use indexes
 * only. `(SELECT 1 ... LIMIT 1) IS NOT NULL` stands where `EXISTS` may be answered by reading a whole table into memory first.
 */
export const functions = (s: string) => `
CREATE OR REPLACE FUNCTION ${s}.now_ms() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;

CREATE OR REPLACE FUNCTION ${s}.tell(webhooks text[], blocked bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  payload text := json_build_object('webhooks', webhooks, 'blocked', blocked)::text;
BEGIN
  IF webhooks IS NULL THEN RETURN; END IF;
  IF octet_length(payload) > 7000 THEN payload := '{}'; END IF;
  PERFORM pg_notify('${s}', payload);
END $$;

CREATE OR REPLACE FUNCTION ${s}.move_on(webhooks text[], groups text[]) RETURNS void LANGUAGE sql ${byIndex} AS $$
  UPDATE ${s}.job SET blocked = false WHERE seq IN (
    SELECT head.seq FROM (SELECT DISTINCT * FROM unnest(webhooks, groups) AS x(webhook, grp) WHERE grp IS NOT NULL) x
    CROSS JOIN LATERAL (
      SELECT j.seq, j.blocked FROM ${s}.job j
      WHERE j.webhook = x.webhook AND j.grp = x.grp AND NOT j.tried ORDER BY j.seq LIMIT 1
    ) head WHERE head.blocked)
$$;

CREATE OR REPLACE FUNCTION ${s}.unblock(seqs bigint[]) RETURNS void LANGUAGE plpgsql ${byIndex} AS $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT j.seq, j.webhook, j.grp FROM ${s}.job j WHERE j.seq = ANY (seqs) AND j.blocked ORDER BY j.seq LOOP
    -- Waits for the process that is just ending the one before.
    PERFORM 1 FROM ${s}.job e WHERE e.webhook = one.webhook AND e.grp = one.grp AND NOT e.tried AND e.seq < one.seq
      ORDER BY e.seq DESC LIMIT 1 FOR SHARE;
    PERFORM ${s}.move_on(ARRAY[one.webhook], ARRAY[one.grp]);
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION ${s}.unblock_all() RETURNS void LANGUAGE sql AS $$
  SELECT ${s}.move_on(coalesce(array_agg(webhook), '{}'), coalesce(array_agg(grp), '{}')) FROM (
    SELECT webhook, grp FROM ${s}.job WHERE grp IS NOT NULL AND NOT tried GROUP BY 1, 2 HAVING bool_and(blocked)) x
$$;

CREATE OR REPLACE FUNCTION ${s}.publish(messages jsonb, bodies bytea[], tell_blocked boolean, key_ttl bigint)
RETURNS jsonb LANGUAGE plpgsql ${byIndex} AS $$
DECLARE
  now bigint := ${s}.now_ms();
  skipped int[] := '{}';
  duplicates jsonb := '{}';
  webhooks text[];
  followers bigint[];
  one record;
  known text;
BEGIN
  -- In the order of the keys, so that two that publish the same ones wait for each other, and not crosswise.
  FOR one IN SELECT * FROM jsonb_to_recordset(messages) AS x(i int, id text, key text, receipt text)
    WHERE key IS NOT NULL ORDER BY key, i LOOP
    INSERT INTO ${s}.idempotency AS k (key, message, at, receipt) VALUES (one.key, one.id, now, one.receipt)
      ON CONFLICT (key) DO UPDATE SET message = excluded.message, at = excluded.at, receipt = excluded.receipt
      WHERE k.at <= now - key_ttl;
    CONTINUE WHEN FOUND;
    SELECT k.receipt INTO known FROM ${s}.idempotency k WHERE k.key = one.key;
    skipped := skipped || one.i;
    duplicates := duplicates || jsonb_build_object(one.i, known);
  END LOOP;
  WITH m AS MATERIALIZED (
    SELECT nextval('${s}.row_seq') AS seq, x.* FROM (
      SELECT * FROM jsonb_to_recordset(messages) AS y(i int, id text, event text, content_type text, headers text,
        created_at bigint, expires_at bigint, deliveries jsonb) WHERE y.i <> ALL (skipped) ORDER BY y.i) x
  ), put_message AS (
    INSERT INTO ${s}.message (seq, id, event, content_type, headers, body, created_at, expires_at)
    SELECT seq, id, event, content_type, headers, bodies[i + 1], created_at, expires_at FROM m
  ), d AS MATERIALIZED (
    SELECT nextval('${s}.row_seq') AS seq, x.* FROM (
      SELECT m.seq AS message, m.created_at, y.value ->> 0 AS id, y.value ->> 1 AS webhook, y.value ->> 2 AS grp
      FROM m CROSS JOIN LATERAL jsonb_array_elements(m.deliveries) WITH ORDINALITY AS y(value, k) ORDER BY m.i, y.k) x
  ), put_delivery AS (
    INSERT INTO ${s}.delivery (seq, id, message, webhook, grp, created_at, scheduled_since, next_at)
    SELECT seq, id, message, webhook, grp, created_at, created_at, created_at FROM d
  ), put_job AS (
    INSERT INTO ${s}.job (seq, delivery, message, webhook, grp, created_at, due_at, blocked)
    SELECT d.seq, d.seq, d.message, d.webhook, d.grp, d.created_at, now, d.grp IS NOT NULL AND (
      row_number() OVER (PARTITION BY d.webhook, d.grp ORDER BY d.seq) > 1
      OR (SELECT 1 FROM ${s}.job e WHERE e.webhook = d.webhook AND e.grp = d.grp AND NOT e.tried LIMIT 1) IS NOT NULL)
    FROM d RETURNING seq, webhook, blocked
  )
  SELECT array_agg(DISTINCT webhook), array_agg(seq) FILTER (WHERE blocked) INTO webhooks, followers FROM put_job;
  PERFORM ${s}.tell(webhooks, CASE WHEN tell_blocked THEN followers END);
  RETURN jsonb_build_object('duplicates', duplicates, 'blocked', followers);
END $$;

CREATE OR REPLACE FUNCTION ${s}.claim(webhooks text[], concurrency int[], counts float8[], spans float8[], share int, lease bigint)
RETURNS TABLE (webhook text, next_at bigint, job bigint, delivery bigint, token bigint, extra boolean, id text, attempts int,
  scheduled_since bigint, message_id text, event text, content_type text, headers text, body bytea, created_at bigint)
LANGUAGE plpgsql ${byIndex} AS $$
#variable_conflict use_column
DECLARE
  now bigint := ${s}.now_ms();
  lanes jsonb;
BEGIN
  -- A claim that a crash of the server takes back is given again: it need not be on disk.
  PERFORM set_config('synchronous_commit', 'off', true);
  INSERT INTO ${s}.lane (webhook) SELECT x FROM unnest(webhooks) x
    WHERE NOT EXISTS (SELECT 1 FROM ${s}.lane l WHERE l.webhook = x) ON CONFLICT DO NOTHING;
  -- One process at a time for each webhook: what follows sees all that was claimed before.
  SELECT jsonb_agg(to_jsonb(x)) INTO lanes FROM (
    SELECT l.webhook AS w, l.status = 'active' AS active, greatest(l.held_until, 0) AS held, r.concurrency AS c, r.count AS n, r.span,
      CASE WHEN r.count IS NOT NULL THEN
        least(r.count, coalesce(l.tokens, r.count) + greatest(now - coalesce(l.tokens_at, now), 0) * r.count / r.span + 1e-9) END AS t
    FROM unnest(webhooks, concurrency, counts, spans) AS r(webhook, concurrency, count, span)
    JOIN ${s}.lane l ON l.webhook = r.webhook ORDER BY l.webhook FOR UPDATE OF l SKIP LOCKED) x;
  RETURN QUERY
  WITH lane AS MATERIALIZED (
    SELECT x.*, least(share, x.c - (SELECT count(*) FROM ${s}.job b WHERE b.webhook = x.w AND b.token IS NOT NULL AND b.lease_until > now),
      floor(x.t))::int AS free
    FROM jsonb_to_recordset(lanes) AS x(w text, active boolean, held bigint, c int, n float8, span float8, t float8)
  ), pick AS MATERIALIZED (
    SELECT p.seq FROM lane CROSS JOIN LATERAL (
      SELECT j.seq FROM ${s}.job j WHERE j.webhook = lane.w AND j.token IS NULL AND NOT j.blocked AND j.due_at <= now
        AND (j.grp IS NULL OR j.tried OR NOT EXISTS (
          SELECT 1 FROM ${s}.job e WHERE e.webhook = j.webhook AND e.grp = j.grp AND NOT e.tried AND e.seq < j.seq))
      ORDER BY j.due_at, j.seq LIMIT greatest(lane.free, 0) FOR UPDATE OF j) p
    WHERE lane.active AND lane.held <= now AND lane.free > 0
  ), got AS (
    UPDATE ${s}.job j SET token = nextval('${s}.token_seq'), lease_until = now + lease FROM pick WHERE j.seq = pick.seq
    RETURNING j.seq, j.delivery, j.message, j.webhook, j.token, j.extra, j.due_at
  ), rated AS (
    UPDATE ${s}.lane l SET tokens = lane.t - (SELECT count(*) FROM got WHERE got.webhook = l.webhook), tokens_at = now
    FROM lane WHERE lane.n IS NOT NULL AND l.webhook = lane.w
  )
  SELECT g.webhook, NULL::bigint, g.seq, g.delivery, g.token, g.extra, d.id, d.attempts, d.scheduled_since,
    m.id, m.event, m.content_type, m.headers, m.body, m.created_at
  FROM got g JOIN ${s}.delivery d ON d.seq = g.delivery JOIN ${s}.message m ON m.seq = g.message ORDER BY g.due_at, g.seq;
  -- When there is more for each of them: null, never by itself; the past, now.
  RETURN QUERY
  SELECT x.w, CASE WHEN x.active THEN greatest(
      first.due_at,
      NULLIF(x.held, 0),
      CASE WHEN x.n IS NOT NULL THEN (SELECT CASE WHEN l.tokens < 1 THEN now + ceil((1 - l.tokens) * x.span / x.n)::bigint END
        FROM ${s}.lane l WHERE l.webhook = x.w) END,
      CASE WHEN x.c <= (SELECT count(*) FROM ${s}.job b WHERE b.webhook = x.w AND b.token IS NOT NULL AND b.lease_until > now)
        THEN 9007199254740991 END) END,
    (first.due_at IS NOT NULL)::int::bigint, now,
    NULL::bigint, NULL::boolean, NULL, NULL::int, NULL::bigint, NULL, NULL, NULL, NULL, NULL::bytea, NULL::bigint
  FROM jsonb_to_recordset(lanes) AS x(w text, active boolean, held bigint, c int, n float8, span float8)
  LEFT JOIN LATERAL (
    SELECT j.due_at FROM ${s}.job j WHERE j.webhook = x.w AND j.token IS NULL AND NOT j.blocked ORDER BY j.due_at LIMIT 1
  ) first ON true;
END $$;

CREATE OR REPLACE FUNCTION ${s}.give_back() RETURNS bigint LANGUAGE plpgsql ${byIndex} AS $$
DECLARE
  now bigint := ${s}.now_ms();
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  DELETE FROM ${s}.job WHERE seq IN (
    SELECT seq FROM ${s}.job WHERE token IS NOT NULL AND lease_until <= now AND orphan FOR UPDATE SKIP LOCKED);
  UPDATE ${s}.job SET token = NULL, lease_until = NULL WHERE seq IN (
    SELECT seq FROM ${s}.job WHERE token IS NOT NULL AND lease_until <= now FOR UPDATE SKIP LOCKED);
  RETURN now;
END $$;

CREATE OR REPLACE FUNCTION ${s}.settle(outcomes jsonb, host_now bigint) RETURNS TABLE (i int, state smallint) LANGUAGE plpgsql ${byIndex} AS $$
#variable_conflict use_column
DECLARE
  held jsonb;
  late bigint[];
  webhooks text[];
  groups text[];
BEGIN
  PERFORM 1 FROM ${s}.job j JOIN jsonb_to_recordset(outcomes) AS o(job bigint, token bigint) ON j.seq = o.job AND j.token = o.token
    ORDER BY j.seq FOR UPDATE OF j;
  WITH o AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(outcomes) AS x(i int, job bigint, token bigint, state smallint, wait bigint)
  ), ended AS (
    DELETE FROM ${s}.job j USING o WHERE j.seq = o.job AND j.token = o.token AND (j.extra OR j.orphan OR o.state <> 0)
    RETURNING o.i, NOT (j.extra OR j.orphan) AS plain, j.extra, j.webhook, CASE WHEN NOT j.tried THEN j.grp END AS grp
  ), retried AS (
    UPDATE ${s}.job j SET token = NULL, lease_until = NULL, tried = true, due_at = ${s}.now_ms() + o.wait
    FROM o WHERE j.seq = o.job AND j.token = o.token AND NOT (j.extra OR j.orphan) AND o.state = 0
    RETURNING o.i, true AS plain, false AS extra, j.webhook, j.grp
  )
  SELECT coalesce(jsonb_object_agg(x.i, to_jsonb(x)), '{}'), array_agg(x.webhook) FILTER (WHERE x.grp IS NOT NULL),
    array_agg(x.grp) FILTER (WHERE x.grp IS NOT NULL) INTO held, webhooks, groups
  FROM (SELECT * FROM ended UNION ALL SELECT * FROM retried) x;
  WITH o AS MATERIALIZED (
    SELECT x.*, coalesce((held -> i::text -> 'plain')::boolean, false) AS plain,
      coalesce((held -> i::text -> 'extra')::boolean, x.kind = 'extra') AS extra, held ? i::text AS held
    FROM jsonb_to_recordset(outcomes) AS x(i int, delivery bigint, token bigint, state smallint, at bigint, reason text,
      kind text, counted int, record text)
  ), logged AS (
    INSERT INTO ${s}.attempt (delivery, token, record)
    SELECT o.delivery, o.token, o.record FROM o JOIN ${s}.delivery d ON d.seq = o.delivery WHERE o.record IS NOT NULL ORDER BY o.i
    ON CONFLICT DO NOTHING RETURNING delivery, token
  ), what AS (
    -- One row for each delivery: the success, where there is one.
    SELECT DISTINCT ON (o.delivery) o.*, (o.plain OR o.state = 1) AS moves,
      CASE WHEN NOT o.extra AND (o.held OR (o.state = 1 AND EXISTS (
        SELECT 1 FROM logged l WHERE l.delivery = o.delivery AND l.token = o.token))) THEN o.counted ELSE 0 END AS count
    FROM o ORDER BY o.delivery, o.state = 1 DESC, o.plain DESC, o.held DESC, o.i
  ), changed AS (
    UPDATE ${s}.delivery d SET
      attempts = d.attempts + w.count,
      state = CASE WHEN w.moves THEN w.state ELSE d.state END,
      reason = CASE WHEN w.moves THEN w.reason ELSE d.reason END,
      next_at = CASE WHEN w.moves THEN CASE WHEN w.state = 0 THEN w.at END ELSE d.next_at END,
      settled_at = CASE WHEN w.moves AND w.state <> 0 AND d.state <> w.state THEN host_now ELSE d.settled_at END
    FROM what w WHERE d.seq = w.delivery AND (w.moves OR w.count > 0)
    RETURNING d.seq, d.webhook, d.state, w.plain, w.moves
  ), died AS (
    INSERT INTO ${s}.dead (webhook, delivery) SELECT webhook, seq FROM changed WHERE moves AND state = 2 ON CONFLICT DO NOTHING
  ), revived AS (
    DELETE FROM ${s}.dead x USING changed c WHERE c.moves AND c.state = 1 AND NOT c.plain AND x.webhook = c.webhook AND x.delivery = c.seq
  )
  SELECT array_agg(seq) INTO late FROM changed WHERE moves AND state = 1 AND NOT plain;
  IF late IS NOT NULL THEN
    -- Delivered beside the schedule, which ends with it.
    WITH gone AS (
      DELETE FROM ${s}.job WHERE delivery = ANY (late) AND NOT extra AND token IS NULL RETURNING webhook, grp, tried
    ), left_over AS (
      UPDATE ${s}.job SET orphan = true, tried = true WHERE delivery = ANY (late) AND NOT extra AND token IS NOT NULL RETURNING webhook, grp
    )
    SELECT webhooks || array_agg(x.webhook), groups || array_agg(x.grp) INTO webhooks, groups FROM (
      SELECT webhook, grp FROM gone UNION ALL SELECT webhook, grp FROM left_over) x;
  END IF;
  IF webhooks IS NOT NULL THEN PERFORM ${s}.move_on(webhooks, groups); END IF;
  RETURN QUERY SELECT o.i, d.state FROM jsonb_to_recordset(outcomes) AS o(i int, delivery bigint)
    LEFT JOIN ${s}.delivery d ON d.seq = o.delivery ORDER BY o.i;
END $$;
`;
