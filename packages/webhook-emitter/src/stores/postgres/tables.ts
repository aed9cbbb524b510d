/**
 * The tables of the first version, in the schema `s`.
 *
 * `job` is the queue: what is to be attempted, the schedule's next attempt of a delivery or an extra one. It is small, and its
 * rows go when they have ended; `delivery` is the record, of which no column that changes has an index. All times are in
 * milliseconds since 1970; `due_at` and `lease_until` by the server's clock.
 */
export const tables = (s: string) => `
CREATE SEQUENCE ${s}.row_seq;
CREATE SEQUENCE ${s}.token_seq;
CREATE TABLE ${s}.message (
  seq bigint PRIMARY KEY,
  id text NOT NULL UNIQUE,
  event text NOT NULL,
  content_type text NOT NULL,
  headers text NOT NULL,
  body bytea NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX message_expires ON ${s}.message (expires_at);
CREATE TABLE ${s}.delivery (
  seq bigint PRIMARY KEY,
  id text NOT NULL UNIQUE,
  message bigint NOT NULL,
  webhook text NOT NULL,
  grp text,
  state smallint NOT NULL DEFAULT 0,
  attempts int NOT NULL DEFAULT 0,
  created_at bigint NOT NULL,
  scheduled_since bigint NOT NULL,
  next_at bigint,
  settled_at bigint,
  reason text
) WITH (fillfactor = 55);
CREATE INDEX delivery_message ON ${s}.delivery (message);
CREATE INDEX delivery_webhook ON ${s}.delivery (webhook, seq);
CREATE TABLE ${s}.job (
  seq bigint PRIMARY KEY,
  delivery bigint NOT NULL,
  message bigint NOT NULL,
  webhook text NOT NULL,
  grp text,
  created_at bigint NOT NULL,
  due_at bigint NOT NULL,
  extra boolean NOT NULL DEFAULT false,
  tried boolean NOT NULL DEFAULT false,
  blocked boolean NOT NULL DEFAULT false,
  orphan boolean NOT NULL DEFAULT false,
  token bigint,
  lease_until bigint
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX job_due ON ${s}.job (webhook, due_at, seq) WHERE token IS NULL AND NOT blocked;
CREATE INDEX job_claimed ON ${s}.job (webhook, lease_until) WHERE token IS NOT NULL;
CREATE INDEX job_delivery ON ${s}.job (delivery);
CREATE INDEX job_group ON ${s}.job (webhook, grp, seq) WHERE grp IS NOT NULL AND NOT tried;
CREATE TABLE ${s}.attempt (
  delivery bigint NOT NULL,
  token bigint NOT NULL,
  number bigint GENERATED ALWAYS AS IDENTITY,
  record text NOT NULL,
  PRIMARY KEY (delivery, token)
);
CREATE TABLE ${s}.dead (webhook text NOT NULL, delivery bigint NOT NULL, PRIMARY KEY (webhook, delivery));
CREATE TABLE ${s}.idempotency (key text PRIMARY KEY, message text NOT NULL, at bigint NOT NULL, receipt text NOT NULL);
CREATE INDEX idempotency_message ON ${s}.idempotency (message);
CREATE INDEX idempotency_at ON ${s}.idempotency (at);
CREATE TABLE ${s}.lane (
  webhook text PRIMARY KEY,
  state text,
  status text NOT NULL DEFAULT 'active',
  held_until bigint NOT NULL DEFAULT 0,
  tokens double precision,
  tokens_at bigint
) WITH (fillfactor = 50);
CREATE TABLE ${s}.webhook (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  document text NOT NULL,
  version int NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL
);
CREATE TABLE ${s}.revision (number bigint NOT NULL);
INSERT INTO ${s}.revision VALUES (0);
`;
