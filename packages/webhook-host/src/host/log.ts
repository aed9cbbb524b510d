import { checkFunction, checkOptions, messageOf } from "@clustaar/webhook-core/endpoint";

/** Where the host and its plugins write what they do. `console` fits. */
export interface Logger {
  /** For tracing a fault. */
  debug(message: string, detail?: unknown): void;
  /** What was done: plugins loaded, ports opened. */
  info(message: string, detail?: unknown): void;
  /** What is probably a mistake. */
  warn(message: string, detail?: unknown): void;
  /** What failed; `detail` is the error. */
  error(message: string, detail?: unknown): void;
}

const levels = ["debug", "info", "warn", "error"] as const;

/** The log of a host without one: warnings and errors go to the console, and everything where `DEBUG` names it. */
export const defaultLog: Logger = {
  debug: (message, detail) => debugging() && write(console.debug, message, detail),
  info: (message, detail) => write(console.info, message, detail),
  warn: (message, detail) => write(console.warn, message, detail),
  error: (message, detail) => write(console.error, message, detail),
};

function debugging(): boolean {
  return /(^|[\s,])(webhook-host|\*)($|[\s,])/.test(process.env.DEBUG ?? "");
}

function write(line: (...values: unknown[]) => void, message: string, detail: unknown): void {
  const text = `[webhook-host] ${oneLine(message)}`;
  if (detail === undefined) line(text);
  else line(text, detail);
}

/** A log that names the plugin in front of each line, and that never throws. */
export function prefixedLog(log: Logger, prefix: string): Logger {
  const of =
    (level: (typeof levels)[number]) =>
    (message: string, detail?: unknown): void => {
      const line = prefix === "" ? String(message) : `${prefix}: ${message}`;
      try {
        if (detail === undefined) log[level](line);
        else log[level](line, detail);
      } catch (error) {
        console.error(`[webhook-host] the log failed: ${messageOf(error)}`);
      }
    };
  return { debug: of("debug"), info: of("info"), warn: of("warn"), error: of("error") };
}

/** @throws WebhookConfigError `config_invalid` when one of the four functions is missing. */
export function checkLog(log: unknown): asserts log is Logger {
  if (log === console) return;
  checkOptions("createHost: log", log, Object.keys(Object(log)));
  for (const level of levels) {
    checkFunction(`createHost: log.${level}`, (log as Record<string, unknown>)[level]);
  }
}

/** Control characters as blanks, so that no text from outside can start a line of its own. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ");
}
