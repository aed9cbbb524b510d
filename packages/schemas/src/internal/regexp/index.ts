import { PatternParser } from "./parse.ts";
import { PatternFault } from "./pattern-fault.ts";

/**
 * Why the platform, which runs Python 3.11, cannot compile `pattern`, or undefined when it can. Takes time that grows with the
 * pattern's length.
 */
export function patternFault(pattern: string): string | undefined {
  try {
    new PatternParser(pattern).parse();
    return undefined;
  } catch (error) {
    if (error instanceof PatternFault) return error.message;
    throw error;
  }
}
