/** The functions for what people ask for, and for what time does, in the schema `s`. */
export const upkeepFunctions = (s: string) => `
CREATE OR REPLACE FUNCTION ${s}.recover(of_webhook text, since bigint, until bigint, host_now bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  now bigint := ${s}.now_ms();
  again bigint[];
BEGIN
  PERFORM 1 FROM ${s}.lane WHERE webhook = of_webhook FOR UPDATE;
  WITH x AS (
    DELETE FROM ${s}.dead USING ${s}.delivery d
    WHERE dead.webhook = of_webhook AND d.seq = dead.delivery AND d.created_at >= since AND d.created_at < until RETURNING d.seq)
  SELECT array_agg(seq ORDER BY seq) INTO again FROM x;
  IF again IS NULL THEN RETURN 0; END IF;
  UPDATE ${s}.delivery SET state = 0, reason = NULL, settled_at = NULL, attempts = 0, scheduled_since = host_now, next_at = host_now
    WHERE seq = ANY (again);
  -- Whose last attempt is still running: what comes of it decides.
  UPDATE ${s}.job SET orphan = false WHERE delivery = ANY (again) AND orphan;
  INSERT INTO ${s}.job (seq, delivery, message, webhook, grp, created_at, due_at, blocked)
    SELECT nextval('${s}.row_seq'), d.seq, d.message, d.webhook, d.grp, d.created_at, now, d.grp IS NOT NULL
    FROM (SELECT * FROM ${s}.delivery WHERE seq = ANY (again) ORDER BY seq) d
    WHERE NOT EXISTS (SELECT 1 FROM ${s}.job j WHERE j.delivery = d.seq AND NOT j.extra);
  PERFORM ${s}.move_on(array_agg(webhook), array_agg(grp)) FROM ${s}.delivery WHERE seq = ANY (again);
  PERFORM ${s}.tell(ARRAY[of_webhook], NULL);
  RETURN cardinality(again);
END $$;

CREATE OR REPLACE FUNCTION ${s}.cancel(of_webhook text, new_state smallint, why text, host_now bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  n int;
BEGIN
  PERFORM 1 FROM ${s}.lane WHERE webhook = of_webhook FOR UPDATE;
  WITH gone AS (
    DELETE FROM ${s}.job WHERE webhook = of_webhook AND token IS NULL RETURNING delivery, extra
  ), running AS (
    -- Its attempt is still running: it ends with its claim, and changes the delivery by a success alone.
    UPDATE ${s}.job SET orphan = true, tried = true WHERE webhook = of_webhook AND token IS NOT NULL AND NOT extra AND NOT orphan
    RETURNING delivery
  ), ended AS (
    UPDATE ${s}.delivery SET state = new_state, reason = why, settled_at = host_now, next_at = NULL
    WHERE seq IN (SELECT delivery FROM gone WHERE NOT extra UNION ALL SELECT delivery FROM running) RETURNING seq
  ), died AS (
    INSERT INTO ${s}.dead (webhook, delivery) SELECT of_webhook, seq FROM ended WHERE new_state = 2 ON CONFLICT DO NOTHING
  )
  SELECT count(*) INTO n FROM ended;
  RETURN n;
END $$;

CREATE OR REPLACE FUNCTION ${s}.remove(messages bigint[]) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  n int;
  webhooks text[];
  groups text[];
  rows bigint[];
BEGIN
  DELETE FROM ${s}.idempotency WHERE message IN (SELECT id FROM ${s}.message WHERE seq = ANY (messages));
  DELETE FROM ${s}.message WHERE seq = ANY (messages);
  GET DIAGNOSTICS n = ROW_COUNT;
  WITH gone AS (DELETE FROM ${s}.delivery WHERE message = ANY (messages) RETURNING seq, webhook)
  SELECT array_agg(seq), array_agg(webhook) INTO rows, webhooks FROM gone;
  DELETE FROM ${s}.dead d USING unnest(webhooks, rows) AS x(webhook, seq) WHERE d.webhook = x.webhook AND d.delivery = x.seq;
  DELETE FROM ${s}.attempt WHERE delivery = ANY (rows);
  WITH gone AS (DELETE FROM ${s}.job WHERE delivery = ANY (rows) RETURNING webhook, grp)
  SELECT array_agg(webhook), array_agg(grp) INTO webhooks, groups FROM gone WHERE grp IS NOT NULL;
  IF webhooks IS NOT NULL THEN PERFORM ${s}.move_on(webhooks, groups); END IF;
  RETURN n;
END $$;

CREATE OR REPLACE FUNCTION ${s}.erase(of_message text) RETURNS int LANGUAGE sql AS
$$ SELECT ${s}.remove(coalesce((SELECT array_agg(seq) FROM ${s}.message WHERE id = of_message), '{}')) $$;

CREATE OR REPLACE FUNCTION ${s}.expire(host_now bigint, most int, key_ttl bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  old bigint[];
BEGIN
  DELETE FROM ${s}.idempotency WHERE at <= ${s}.now_ms() - key_ttl;
  SELECT array_agg(seq) INTO old FROM (
    SELECT seq FROM ${s}.message WHERE expires_at <= host_now ORDER BY expires_at LIMIT most FOR UPDATE SKIP LOCKED) x;
  IF old IS NULL THEN RETURN 0; END IF;
  RETURN ${s}.remove(old);
END $$;
`;
