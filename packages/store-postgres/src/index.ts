export type { PostgresClient } from "./client.ts";
export { type PostgresStoreOptions, postgresStore } from "./postgres-store.ts";
export { postgresStoreTable } from "./postgres-store-table.ts";
