/** One line of an emitter's or an inbox's log, for your logger. It never holds a secret, a body, or a URL's user, password or query. */
export interface LogEntry {
  /** How much it matters. */
  readonly level: "debug" | "info" | "warn" | "error";
  /** What happened, as a stable name: `attempt.failed`, `webhook.disabled`. */
  readonly code: string;
  /** The same in words. */
  readonly message: string;
  /** What it is about: ids, statuses, times in milliseconds. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What was thrown, where something was. */
  readonly error?: unknown;
}

/** Called with each line. */
export type Log = (entry: LogEntry) => unknown;

/** Where nobody listens: warnings and errors go to the console, by the name of who writes them. */
export function consoleLog(name: string): Log {
  return ({ level, code, message, fields, error }) => {
    if (level !== "warn" && level !== "error") return;
    const line = `[${name}] ${code}: ${message}`;
    if (error === undefined) console[level](line, fields);
    else console[level](line, fields, error);
  };
}

/** A log that never throws. */
export function safeLog(log: Log): Log {
  return (entry) => {
    const complain = (failure: unknown) =>
      console.error("[webhook-emitter] the log hook failed:", failure);
    try {
      const result = log(entry);
      if (result instanceof Promise) result.catch(complain);
    } catch (failure) {
      complain(failure);
    }
  };
}
