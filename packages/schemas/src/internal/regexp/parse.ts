import { readClass } from "./character-class.ts";
import { escapedCharacter } from "./escape.ts";
import { readGroup } from "./group.ts";
import { Groups } from "./groups.ts";
import { character, type Item, position } from "./item.ts";
import { PatternFault } from "./pattern-fault.ts";
import { Reader } from "./reader.ts";
import { readNumbered } from "./reference.ts";
import { readRepeat, repeated } from "./repeat.ts";
import { either, nothing, plus, type Width } from "./width.ts";

/** Groups in groups that Python can read, about: it recurses, and the platform's own calls stand on the same stack. */
const DEEPEST = 450;
const whiteSpace = /^[ \t\n\r\v\f]$/;

/**
 * Reads a pattern once, from left to right, and throws where Python 3.11 would (`re/_parser.py`, `re/_compiler.py`). Keeps
 * nothing but what the rest is judged by: groups, widths, and what a quantifier may follow.
 */
export class PatternParser {
  readonly source: Reader;
  readonly groups = new Groups();
  /** The flags of the whole pattern. */
  readonly flags = new Set<string>();
  #depth = 0;
  #repeats = false;

  constructor(pattern: string) {
    this.source = new Reader(pattern);
  }

  /** @throws PatternFault */
  parse(): void {
    const { source, groups, flags } = this;
    this.sequence(false, true);
    while (source.match("|")) this.sequence(flags.has("x"));
    if (source.next !== undefined) throw new PatternFault("a ) without its (", source.position);
    groups.checkConditions();
    if (flags.has("a") && flags.has("u")) throw new PatternFault("the flags a and u at once", 0);
    if (flags.has("t") && this.#repeats) throw new PatternFault("a repeat under the flag t", 0);
  }

  /** What a group holds: sequences with `|` between them. */
  alternatives(verbose: boolean): Width {
    let width = this.sequence(verbose);
    while (this.source.match("|")) width = either(width, this.sequence(verbose));
    return width;
  }

  /** Everything up to a `|`, a `)` or the end; `mayFlag` where flags for the whole pattern may stand. */
  sequence(verbose: boolean, mayFlag = false): Width {
    const { source } = this;
    let width = nothing;
    let last: Item | undefined;
    for (;;) {
      const start = source.position;
      if (source.next === "|" || source.next === ")") break;
      const token = source.take();
      if (token === undefined) break;
      if (verbose && this.#leavesOut(token)) continue;
      const repeat = readRepeat(source, token, start);
      if (repeat !== undefined) {
        last = repeated(last, repeat, start);
        this.#repeats = true;
        continue;
      }
      const isFirst = mayFlag && last === undefined;
      const item =
        token === "("
          ? readGroup(this, { start, verbose, isFirst })
          : this.#simpleItem(token, start);
      if (item === undefined) {
        if (mayFlag) verbose = this.flags.has("x");
        continue;
      }
      if (last !== undefined) width = plus(width, last.width);
      last = item;
    }
    return last === undefined ? width : plus(width, last.width);
  }

  /** Reads one level further in. */
  inside<T>(start: number, read: () => T): T {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new PatternFault("groups nested too deeply", start);
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #simpleItem(token: string, start: number): Item {
    if (token === "^" || token === "$") return position;
    if (token === "[") readClass(this.source, start);
    else if (token[0] === "\\") return this.#escape(token, start);
    return character;
  }

  #escape(token: string, start: number): Item {
    const meaning = token.slice(1);
    if (/^[AbBZ]$/.test(meaning)) return position;
    if (/^[0-9]$/.test(meaning)) return readNumbered(this.source, this.groups, meaning, start);
    if (!/^[dswDSW]$/.test(meaning)) escapedCharacter(this.source, token, start);
    return character;
  }

  /** White space, or a comment up to the end of its line. */
  #leavesOut(token: string): boolean {
    if (whiteSpace.test(token)) return true;
    if (token !== "#") return false;
    for (let next = this.source.take(); next !== undefined && next !== "\n"; )
      next = this.source.take();
    return true;
  }
}
