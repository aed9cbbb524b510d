import { EmitterError } from "../../errors.ts";

/** What the address of a PostgreSQL store says. */
export interface PostgresAddress {
  /** What `pg` is given; it holds the password. */
  readonly connectionString: string;
  /** What may be shown: the host and the database. */
  readonly shown: string;
  /** The schema that holds the tables. */
  readonly schema: string;
  /** Connections at most, one for listening not among them. */
  readonly connections: number;
}

const SCHEMA = /^[a-z_][a-z0-9_]{0,47}$/;

/**
 * Reads `postgres://user:password@host:5432/database?schema=webhooks&connections=10`; other parameters are for `pg`.
 *
 * @throws EmitterError `config_invalid` when it cannot be read; the message never repeats the address.
 */
export function readAddress(address: string): PostgresAddress {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    // Without the cause, which holds the address.
    throw refuse(
      "expected postgres://user:password@host:5432/database; the address cannot be read (it is not repeated here, as it may hold a password); encode special characters of the password, such as # as %23",
    );
  }
  const schema = url.searchParams.get("schema") ?? "clustaar_webhooks";
  if (!SCHEMA.test(schema)) {
    throw refuse(
      `schema: expected at most 48 lower-case letters, digits and "_", not beginning with a digit, got ${JSON.stringify(schema)}`,
    );
  }
  const wanted = url.searchParams.get("connections") ?? "8";
  const connections = Number(wanted);
  if (!Number.isInteger(connections) || connections < 2 || connections > 100) {
    throw refuse(
      `connections: expected a whole number from 2 to 100, got ${JSON.stringify(wanted)}`,
    );
  }
  url.searchParams.delete("schema");
  url.searchParams.delete("connections");
  return {
    connectionString: url.href,
    shown: `postgres://${url.host}${url.pathname}`,
    schema,
    connections,
  };
}

function refuse(text: string): EmitterError {
  return new EmitterError("config_invalid", `the store postgres: ${text}`);
}
