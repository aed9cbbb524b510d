import { PatternFault } from "./pattern-fault.ts";
import type { Reader } from "./reader.ts";

/** What flags in a pattern switch: for all of it (`(?i)`), or for one group (`(?i-x:`). */
export interface Flags {
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
  /** Whether they hold for one group alone. */
  readonly scoped: boolean;
}

const known = "iLmsxatu";
/** Which characters `\w` knows: one of them, and for the whole pattern. */
const alphabets = "aLu";

/** Whether a token behind `(?` begins flags. */
export function beginsFlags(token: string): boolean {
  return token === "-" || isFlag(token);
}

/** Reads flags whose first token was read, up to their `)` or `:`. */
export function readFlags(source: Reader, first: string, position: number): Flags {
  const on = new Set<string>();
  const off = new Set<string>();
  let token: string | undefined = first;
  for (; token !== undefined && isFlag(token); token = source.take()) {
    on.add(token);
    if (token === "L") throw new PatternFault("the flag L is for bytes", position);
  }
  if (on.has("a") && on.has("u")) throw new PatternFault("the flags a and u at once", position);
  if (token === ")") return { on, off, scoped: false };
  if (on.has("t")) throw new PatternFault("the flag t is for the whole pattern", position);
  if (token === "-") {
    token = source.take();
    for (; token !== undefined && isFlag(token); token = source.take()) {
      if (alphabets.includes(token)) {
        throw new PatternFault(`the flag ${token} cannot be switched off`, position);
      }
      off.add(token);
    }
    if (off.size === 0) throw new PatternFault("missing flag", position);
  }
  if (token !== ":") throw new PatternFault("missing : after the flags, or unknown flag", position);
  if (off.has("t")) throw new PatternFault("the flag t is for the whole pattern", position);
  for (const flag of off) {
    if (on.has(flag)) throw new PatternFault(`the flag ${flag} on and off at once`, position);
  }
  return { on, off, scoped: true };
}

function isFlag(token: string): boolean {
  return token.length === 1 && known.includes(token);
}
