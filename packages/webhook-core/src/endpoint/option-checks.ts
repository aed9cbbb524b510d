import { types } from "node:util";
import { WebhookConfigError } from "./errors.ts";
import { kindOf } from "./kind-of.ts";
import { didYouMean } from "./nearest.ts";

/**
 * Refuses options that would silently switch something off: unknown names, and names that are there but undefined, but for
 * those that may be.
 *
 * @throws {@link WebhookConfigError} `config_invalid`, naming `what` was being built and the option.
 *
 * @example
 * ```ts
 * import { checkOptions } from "@clustaar/webhook-core/endpoint";
 *
 * try {
 *   checkOptions("myEndpoint", { secrte: "s3cr3t" }, ["secret", "maxBody"]);
 * } catch (error) {
 *   console.log((error as Error).message);
 *   // => 'myEndpoint: unknown option "secrte"; did you mean "secret"? The options are secret, maxBody'
 * }
 * ```
 */
export function checkOptions(
  what: string,
  options: unknown,
  known: readonly string[],
  mayBeUndefined: readonly string[] = [],
): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new WebhookConfigError(
      `${what}: expected an object of options, got ${kindOf(options)}; the options are ${known.join(", ")}`,
    );
  }
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) {
      const meant = didYouMean(name, known);
      throw new WebhookConfigError(
        `${what}: unknown option "${name}"${meant === "" ? "; the" : `${meant} The`} options are ${known.join(", ")}`,
      );
    }
    if (value === undefined && !mayBeUndefined.includes(name)) {
      throw new WebhookConfigError(
        `${what}: option "${name}" is undefined; set it (an environment variable that is not set?) or leave it out`,
      );
    }
  }
}

/**
 * Gives a number back when it is finite and within its bounds.
 *
 * @param what - the option, as the message names it: `myEndpoint: maxBody`.
 * @throws {@link WebhookConfigError} `config_invalid`, naming `what`, the bounds and the `unit`.
 *
 * @example
 * ```ts
 * import { checkNumber } from "@clustaar/webhook-core/endpoint";
 *
 * console.log(checkNumber("myEndpoint: maxBody", 1024, 0, "bytes")); // 1024
 * ```
 */
export function checkNumber(
  what: string,
  value: unknown,
  least: number,
  unit: string,
  most = Number.POSITIVE_INFINITY,
): number {
  if (Number.isFinite(value) && (value as number) >= least && (value as number) <= most) {
    return value as number; // isFinite is true of numbers only
  }
  const came = typeof value === "number" ? String(value) : kindOf(value);
  const bounds =
    most === Number.POSITIVE_INFINITY ? `from ${least} up` : `from ${least} to ${most}`;
  throw new WebhookConfigError(`${what}: expected a number of ${unit} ${bounds}, got ${came}`);
}

/**
 * Refuses what is not a function.
 *
 * @param what - the option, as the message names it: `myEndpoint: onReady`.
 * @throws {@link WebhookConfigError} `config_invalid`, naming `what`.
 *
 * @example
 * ```ts
 * import { checkFunction } from "@clustaar/webhook-core/endpoint";
 *
 * checkFunction("myEndpoint: onReady", () => {});
 * console.log("is a function"); // "is a function"
 * ```
 */
export function checkFunction(what: string, value: unknown): void {
  if (typeof value === "function") return;
  // What an async function gave: it was called in place of being handed over.
  const hint = types.isPromise(value) ? "; hand over the function itself, without calling it" : "";
  throw new WebhookConfigError(`${what}: expected a function, got ${kindOf(value)}${hint}`);
}

/**
 * Refuses what is not a string with something in it.
 *
 * @param what - the option, as the message names it: `myEndpoint: secret`.
 * @throws {@link WebhookConfigError} `config_invalid`, naming `what`, never the value.
 *
 * @example
 * ```ts
 * import { checkText } from "@clustaar/webhook-core/endpoint";
 *
 * try {
 *   checkText("myEndpoint: secret", process.env.SECRET_THAT_IS_NOT_SET);
 * } catch (error) {
 *   console.log((error as Error).message);
 *   // => "myEndpoint: secret: expected a string, got undefined; is an environment variable not set?"
 * }
 * ```
 */
export function checkText(what: string, value: unknown): asserts value is string {
  if (typeof value === "string" && value !== "") return;
  const hint = value === undefined || value === "" ? "; is an environment variable not set?" : "";
  throw new WebhookConfigError(`${what}: expected a string, got ${kindOf(value)}${hint}`);
}

/**
 * Refuses what is neither true nor false.
 *
 * @param what - the option, as the message names it: `myEndpoint: strict`.
 * @throws {@link WebhookConfigError} `config_invalid`, naming `what`.
 *
 * @example
 * ```ts
 * import { checkBoolean } from "@clustaar/webhook-core/endpoint";
 *
 * checkBoolean("myEndpoint: strict", true);
 * console.log("is a boolean"); // "is a boolean"
 * ```
 */
export function checkBoolean(what: string, value: unknown): asserts value is boolean {
  if (typeof value === "boolean") return;
  throw new WebhookConfigError(`${what}: expected true or false, got ${kindOf(value)}`);
}

/** Milliseconds that a timer counts at most; it fires at once when it is given more. */
const LONGEST_TIMER = 2_147_483_647;

/**
 * Refuses what is not a number of milliseconds that a timer can count.
 *
 * @param what - the option, as the message names it: `myEndpoint: timeout`.
 * @throws {@link WebhookConfigError} `config_invalid`, naming `what` and the bounds.
 *
 * @example
 * ```ts
 * import { checkTimer } from "@clustaar/webhook-core/endpoint";
 *
 * checkTimer("myEndpoint: timeout", 10_000, 1);
 * console.log("can be counted"); // "can be counted"
 * ```
 */
export function checkTimer(what: string, value: unknown, least: number): asserts value is number {
  checkNumber(what, value, least, "milliseconds", LONGEST_TIMER);
}
