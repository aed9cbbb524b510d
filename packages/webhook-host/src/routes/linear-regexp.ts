import { WebhookConfigError } from "@clustaar/webhook-core/endpoint";
import { RE2JS } from "re2js";

/** A regular expression that takes time in proportion to the text, whatever the expression is. */
export interface LinearRegExp {
  /** Whether the whole text matches. */
  matches(text: string): boolean;
  /** The named groups, null where a group took no part; undefined when the whole text does not match. */
  groups(text: string): Record<string, string | null> | undefined;
}

const flagBits: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  s: RE2JS.DOTALL,
  m: RE2JS.MULTILINE,
  // Unicode is what the engine always does.
  u: 0,
  v: 0,
};

/**
 * Compiles an expression for the RE2 engine, anchored at both ends.
 *
 * @param what - where it stands, for the message.
 * @throws WebhookConfigError `config_invalid` for what RE2 does not know: lookaround, backreferences, the flags g, y and d.
 */
export function linearRegExp(what: string, expression: RegExp | string): LinearRegExp {
  const { source, flags } =
    typeof expression === "string" ? { source: expression, flags: "" } : expression;
  let bits = 0;
  for (const flag of flags) {
    const bit = flagBits[flag];
    if (bit === undefined) {
      throw new WebhookConfigError(
        `${what}: expected the flags i, s, m, u or v, got ${flag}; leave it out`,
      );
    }
    bits |= bit;
  }
  const compiled = compile(what, source, bits);
  return {
    matches: (text) => compiled.matcher(text).matches(),
    groups: (text) => {
      const matcher = compiled.matcher(text);
      return matcher.matches() ? matcher.getNamedGroups() : undefined;
    },
  };
}

function compile(what: string, source: string, bits: number): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source), bits);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new WebhookConfigError(
      `${what}: expected a regular expression of RE2, which has no lookahead, lookbehind or backreferences, got /${source}/: ${reason}`,
      { cause: error },
    );
  }
}
