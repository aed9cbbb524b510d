import vm from "node:vm";
import { ConversationError } from "../errors.ts";

/** Milliseconds that one expression may take; a usual one takes a thousandth of that. */
const LONGEST = 500;

const script = new vm.Script("new RegExp(source, flags).test(text)");
let context: vm.Context | undefined;

/**
 * Tests a text against a regular expression, in bounded time: an expression that goes wild on what a visitor typed must
 * not hang the test run.
 *
 * @throws ConversationError `regexp_too_slow`, or `regexp_unsupported` where JavaScript cannot compile it.
 */
export function testBounded(source: string, flags: string, text: string): boolean {
  context ??= vm.createContext(Object.create(null));
  Object.assign(context, { source, flags, text });
  try {
    return script.runInContext(context, { timeout: LONGEST }) as boolean;
  } catch (cause) {
    const what = `the regular expression /${source}/${flags}`;
    if ((cause as { code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
      throw new ConversationError(
        "regexp_too_slow",
        `${what} took more than ${LONGEST} ms on a text of ${text.length} characters; write it without nested repetition`,
        { cause },
      );
    }
    throw new ConversationError(
      "regexp_unsupported",
      `${what} cannot be run here: ${(cause as Error).message}`,
      { cause },
    );
  }
}
