import { EmitterError } from "../../errors.ts";

/**
 * What `publish(..., { tx })` runs its one statement through, inside the caller's own transaction. A client of `pg` is one as it
 * stands; `fromKnex`, `fromKysely`, `fromDrizzle` and `fromPrisma` make one of the others' transactions.
 */
export interface SqlExecutor {
  /**
   * Runs one statement.
   *
   * @param text - with `$1`, `$2` for the values.
   * @param values - texts only.
   */
  query(text: string, values: string[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/** The part of a Knex transaction that is used. */
export interface KnexTransaction {
  /** Runs a statement, with `?` for the values. */
  raw(text: string, values: readonly string[]): PromiseLike<unknown>;
}

/** The part of a Kysely transaction that is used. */
export interface KyselyTransaction {
  /** Runs a statement that has been compiled. */
  executeQuery(query: never): Promise<{ readonly rows: readonly unknown[] }>;
}

/** The part of a Drizzle transaction that is used. */
export interface DrizzleTransaction {
  /** Runs what `sql` of `drizzle-orm` makes. */
  execute(query: never): PromiseLike<unknown>;
}

/** The part of a Prisma transaction that is used. */
export interface PrismaTransaction {
  /** Runs a statement, with `$1`, `$2` for the values. */
  $queryRawUnsafe(text: string, ...values: string[]): PromiseLike<unknown>;
}

/**
 * Lets `publish` take part in a transaction of Knex.
 *
 * @example
 * ```ts
 * import { fromKnex } from "@clustaar/webhook-emitter";
 *
 * const trx = { raw: async (text: string) => ({ rows: [text] }) }; // the argument of knex.transaction(async (trx) => ...)
 * console.log(await fromKnex(trx).query("SELECT $1, $2", ["a", "b"])); // { rows: ["SELECT ?, ?"] }
 * ```
 */
export function fromKnex(trx: KnexTransaction): SqlExecutor {
  return {
    async query(text, values) {
      const inOrder: string[] = [];
      const raw = text.replace(/\$(\d+)/g, (_, number) => {
        inOrder.push(values[Number(number) - 1] as string);
        return "?";
      });
      return rowsOf(await trx.raw(raw, inOrder));
    },
  };
}

/**
 * Lets `publish` take part in a transaction of Kysely.
 *
 * @example
 * ```ts
 * import { fromKysely } from "@clustaar/webhook-emitter";
 *
 * // The argument of db.transaction().execute(async (trx) => ...).
 * const trx = { executeQuery: async ({ sql }: { sql: string }) => ({ rows: [sql] }) };
 * console.log(await fromKysely(trx).query("SELECT $1", ["a"])); // { rows: ["SELECT $1"] }
 * ```
 */
export function fromKysely(trx: KyselyTransaction): SqlExecutor {
  return {
    query(text, values) {
      const query = { kind: "RawNode", sqlFragments: [text], parameters: [] };
      const queryId = { queryId: "clustaar-publish" };
      return trx.executeQuery({ sql: text, parameters: values, query, queryId } as never);
    },
  };
}

/**
 * Lets `publish` take part in a transaction of Drizzle.
 *
 * @param sql - the tag `sql` of `drizzle-orm`.
 *
 * @example
 * ```ts
 * import { fromDrizzle } from "@clustaar/webhook-emitter";
 *
 * const sql = (texts: readonly string[], ...values: unknown[]) => ({ texts, values }); // of "drizzle-orm"
 * const tx = { execute: async (query: unknown) => [query] }; // the argument of db.transaction(async (tx) => ...)
 * const { rows } = await fromDrizzle(tx, sql).query("SELECT $1, $2", ["a", "b"]);
 * console.log(JSON.stringify(rows)); // '[{"texts":["SELECT ",", ",""],"values":["a","b"]}]'
 * ```
 */
export function fromDrizzle(
  tx: DrizzleTransaction,
  sql: (texts: TemplateStringsArray, ...values: string[]) => unknown,
): SqlExecutor {
  return {
    async query(text, values) {
      const texts = text.split(/\$\d+/);
      const inOrder = [...text.matchAll(/\$(\d+)/g)].map(
        ([, number]) => values[Number(number) - 1] as string,
      );
      const template = Object.assign([...texts], { raw: texts }) as unknown as TemplateStringsArray;
      return rowsOf(await tx.execute(sql(template, ...inOrder) as never));
    },
  };
}

/**
 * Lets `publish` take part in a transaction of Prisma.
 *
 * @example
 * ```ts
 * import { fromPrisma } from "@clustaar/webhook-emitter";
 *
 * const tx = { $queryRawUnsafe: async (text: string) => [text] }; // the argument of prisma.$transaction(async (tx) => ...)
 * console.log(await fromPrisma(tx).query("SELECT $1", ["a"])); // { rows: ["SELECT $1"] }
 * ```
 */
export function fromPrisma(tx: PrismaTransaction): SqlExecutor {
  return {
    async query(text, values) {
      return rowsOf(await tx.$queryRawUnsafe(text, ...values));
    },
  };
}

/** Drivers answer with the rows, or with an object that has them. */
function rowsOf(answer: unknown): { rows: readonly unknown[] } {
  if (Array.isArray(answer)) return { rows: answer };
  return { rows: (answer as { rows?: readonly unknown[] } | undefined)?.rows ?? [] };
}

/**
 * Checks what a caller gave as `tx`.
 *
 * @throws EmitterError `tx_unsupported` when nothing can be run through it; the message names the function to wrap it with.
 */
export function checkExecutor(tx: unknown): SqlExecutor {
  const has = (name: string) =>
    typeof (tx as Record<string, unknown> | null)?.[name] === "function";
  if (has("query") && !has("raw")) return tx as SqlExecutor;
  const wrap =
    (has("raw") && "fromKnex(trx)") ||
    (has("executeQuery") && "fromKysely(trx)") ||
    (has("execute") && "fromDrizzle(tx, sql)") ||
    (has("$queryRawUnsafe") && "fromPrisma(tx)");
  throw new EmitterError(
    "tx_unsupported",
    wrap
      ? `publish: tx: expected a client of pg or a wrapped transaction; write { tx: ${wrap} }`
      : "publish: tx: expected a client of pg, or what fromKnex, fromKysely, fromDrizzle or fromPrisma gives; got neither",
  );
}
