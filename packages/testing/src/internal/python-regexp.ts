import { testBounded } from "./bounded-regexp.ts";

/**
 * Searches a text for a regular expression as the platform, which speaks Python's dialect, writes it. The usual
 * differences are put into JavaScript's words; classes such as `\w` mean ASCII here.
 */
export function testPythonRegexp(pattern: string, text: string): boolean {
  const leading = /^\(\?(?<letters>[aiLmsux]+)\)/.exec(pattern);
  const letters = leading?.groups?.letters ?? "";
  const flags = [..."ims"].filter((flag) => letters.includes(flag)).join("");
  const source = pattern
    .slice(leading?.[0].length ?? 0)
    // An escaped backslash is left alone, so that what follows it is read as Python does.
    .replace(/\\\\|\\A|\\Z|\(\?P<|\(\?P=(?<name>\w+)\)/g, (found, name: string | undefined) => {
      if (found === "\\A") return "(?<![\\s\\S])";
      if (found === "\\Z") return "(?![\\s\\S])";
      if (found === "(?P<") return "(?<";
      return name === undefined ? found : `\\k<${name}>`;
    });
  return testBounded(source, flags, text);
}
