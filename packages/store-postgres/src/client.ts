/** What the store calls of `pg`: a `Pool`, or a connected `Client`. */
export interface PostgresClient {
  /** Runs a statement with its parameters; several statements without parameters run as one transaction. */
  query(
    text: string,
    values?: unknown[],
  ): Promise<{
    /** The rows, by the names of their columns. */
    rows: Record<string, unknown>[];
    /** How many rows a statement changed. */
    rowCount: number | null;
  }>;
}
