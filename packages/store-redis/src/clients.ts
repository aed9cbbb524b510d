/** What the store calls of node-redis: a client, a pool, a sentinel or a cluster, of version 4 and newer. */
export interface NodeRedisClient {
  /** Runs a script with the names of its keys, and arguments. */
  eval(
    script: string,
    options: {
      /** The keys, which decide the node of a cluster. */
      keys: string[];
      /** The other arguments. */
      arguments: string[];
    },
  ): Promise<unknown>;
  /** Not called: tells the client from one of ioredis. */
  readonly evalSha: unknown;
}

/** What the store calls of ioredis: a `Redis` or a `Cluster`, of version 5 and newer. */
export interface IoRedisClient {
  /** Runs a script with the number of its keys, the keys, and arguments. */
  eval(script: string, keys: number, ...args: string[]): Promise<unknown>;
  /** Not called: tells the client from one of node-redis. */
  readonly evalsha: unknown;
}

/** A connected client of either package. */
export type RedisClient = NodeRedisClient | IoRedisClient;
